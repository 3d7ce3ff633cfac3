using BackOffice.Api;
using BackOffice.Core.Access;
using BackOffice.Core.Orders.Export;
using BackOffice.Hosting.SignIn;
using static BackOffice.Interaction.Texts;

namespace BackOffice.Hosting;

/// <summary>GET /exports/{id}: a file that the console made, for the person who made it. For everybody else, and past its time, there is nothing.</summary>
internal static class ExportDownload
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        // The address says what is in it; the entry in the audit log is written before the first line.
        endpoints.MapGet("/exports/audit", AuditEndpoints.ExportAsync).RequireAuthorization(RolePermissions.NameOf(Permission.AuditRead)).ExcludeFromDescription();
        endpoints.MapGet("/exports/{id}", (string id, HttpContext context, IExportFiles files) =>
            files.Find(id, Actors.From(context.User)) is { } file
                ? Results.File(file.Path, ExportEndpoint.ContentTypeOf(file.Format), file.Name)
                : PlainPage.Create(T("This export is not there"), PlainPage.Text(T("Exports are kept for a while and can be fetched by whoever made them. Make it again.")) + PlainPage.Button("/orders", T("Orders")), StatusCodes.Status404NotFound))
            .RequireAuthorization(RolePermissions.NameOf(Permission.OrdersRead)).ExcludeFromDescription();
    }
}
