using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;
using Microsoft.AspNetCore.Http.Features;

namespace BackOffice.Api;

/// <summary>GET /api/orders/export: the orders of a query as a file, streamed while it is read.</summary>
internal static class ExportEndpoint
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/orders/export", ExportAsync).WithName("ExportOrders").WithSummary("The orders of a query as CSV or JSON Lines, streamed")
            .WithDescription("query and zone as in GET /api/orders; format: csv or jsonl. Names, e-mails, phones and user ids are masked; inClear=true needs customers:reveal and a reason. "
                + "The last line says how many orders the file has and whether it was cut at the limit: #end,ROWS,complete (or cut: …) in CSV, {\"end\":{\"rows\":ROWS,\"cut\":false}} in "
                + "JSON Lines. A file without its last line is not whole: the connection is broken off when an export fails.")
            .Produces<string>(contentType: "text/csv", additionalContentTypes: "application/x-ndjson").WithQuery("query", "zone", "format", "inClear", "reason");

    public static string ContentTypeOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
        ExportFormat.Jsonl => "application/x-ndjson; charset=utf-8",
    };

    private static async Task<IResult> ExportAsync(HttpRequest request, Caller caller, IOrderExports exports, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var zone = reader.Zone("zone");
        var formats = reader.Words<ExportFormat>("format");
        var inClear = reader.Flag("inClear");
        if (formats.Count > 1)
            reader.Add("format", "One of csv, jsonl is expected.");
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var command = new ExportOrders(Guid.CreateVersion7().ToString("N"), reader.Text("query") ?? "", zone, formats.Count == 0 ? ExportFormat.Csv : formats[0], inClear, reader.Text("reason"));
        var begun = await exports.BeginAsync(command, caller.Actor, cancellationToken);
        if (!begun.IsSuccess)
            return ApiResults.Problem(begun.Error);
        return new Streamed(begun.Value, command.Format, string.Create(
            CultureInfo.InvariantCulture, $"orders-{clock.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}.{command.Format.ToString().ToLowerInvariant()}"));
    }

    private sealed class Streamed(OpenExport export, ExportFormat format, string name) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = ContentTypeOf(format);
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            Result<ExportSummary> written;
            try
            {
                written = await export.WriteToAsync(response.Body, progress: null, httpContext.RequestAborted);
            }
            catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
            {
                return; // Whoever read it went away, which the audit log says.
            }

            if (written.IsSuccess)
                return;
            if (response.HasStarted)
            {
                httpContext.Abort(); // A proper end would make a cut file look whole.
                return;
            }

            response.Clear();
            await ApiResults.Problem(written.Error).ExecuteAsync(httpContext);
        }
    }
}
