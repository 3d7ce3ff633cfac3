using BackOffice.Core.Installation;
using BackOffice.Installation;

namespace BackOffice.Api;

/// <summary>How the installation does, and copies of it.</summary>
internal static class SystemEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/system", GetAsync).WithName("GetSystem").WithSummary("Health, versions, sizes, lags, live circuits, settings in force with secrets masked").Produces<SystemReport>();
        api.MapPost("/backups", BackUpAsync).WithName("TakeBackup").WithSummary("Write a backup into a folder of the server's machine; through the command line's socket alone")
            .Accepts<BackupBody>("application/json", ApiDocument.AnyType).Produces<BackupMade>();
    }

    private static async Task<IResult> GetAsync(Caller caller, ISystemReports reports, CancellationToken cancellationToken) =>
        (await reports.ReadAsync(caller.Actor, cancellationToken)).ToResult();

    private static async Task<IResult> BackUpAsync(HttpRequest request, Caller caller, Backups backups, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<BackupBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var to = required.Text("to", read.Value.To, 4_096);
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await backups.TakeAsync(to, caller.Actor, cancellationToken)).ToResult();
    }
}

/// <param name="To">An absolute path on the server's machine.</param>
internal sealed record BackupBody(string? To);
