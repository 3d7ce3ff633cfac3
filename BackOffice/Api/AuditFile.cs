using System.Globalization;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;

namespace BackOffice.Api;

/// <summary>
/// Audit entries as a file, streamed while they are read. Its last line says how many there are and whether it was cut: a file without it is not whole.
/// </summary>
internal sealed class AuditFile(OpenAuditExport export, ExportFormat format, DateTimeOffset now) : IResult
{
    private static readonly string[] s_columns =
        ["sequence", "at", "actor", "actorId", "action", "subject", "number", "version", "command", "reason", "changes", "note", "detailDigest", "previous", "hash"];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ExportEndpoint.ContentTypeOf(format);
        response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture, $"attachment; filename=\"audit-{now.UtcDateTime:yyyyMMdd-HHmmss}.{format.ToString().ToLowerInvariant()}\"");
        try
        {
            await WriteAsync(response, httpContext.RequestAborted);
        }
        catch (Exception failure) when (response.HasStarted && failure is StoreOutage or IOException)
        {
            httpContext.Abort(); // A proper end would make a cut file look whole.
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken aborted)
    {
        var rows = 0;
        if (format is ExportFormat.Csv)
            await LineAsync(response, "\uFEFF" + string.Join(',', s_columns), aborted);
        await foreach (var stored in export.Entries.WithCancellation(aborted))
        {
            if (rows == AuditExport.MaxRows)
            {
                await EndAsync(response, rows, cut: true, aborted);
                return;
            }

            rows++;
            await LineAsync(response, format is ExportFormat.Csv ? Csv(stored) : JsonSerializer.Serialize(stored, ApiJson.Of<StoredAudit>()), aborted);
        }

        await EndAsync(response, rows, cut: false, aborted);
    }

    private Task EndAsync(HttpResponse response, int rows, bool cut, CancellationToken aborted) => LineAsync(
        response,
        format is ExportFormat.Csv
            ? string.Create(CultureInfo.InvariantCulture, $"#end,{rows},{(cut ? "cut: there are more entries than an export may have" : "complete")}{new string(',', s_columns.Length - 3)}")
            : string.Create(CultureInfo.InvariantCulture, $"{{\"end\":{{\"rows\":{rows},\"cut\":{(cut ? "true" : "false")}}}}}"),
        aborted);

    private static async Task LineAsync(HttpResponse response, string line, CancellationToken aborted) =>
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), aborted);

    private static string Csv(StoredAudit stored)
    {
        var (entry, detail) = (stored.Entry, stored.Detail);
        return string.Join(',', new[]
        {
            Number(stored.Sequence), entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), detail?.ActorName ?? "", entry.ActorId, entry.Action, entry.Subject, Number(entry.Number),
            Number(entry.SubjectVersion), entry.CommandId ?? "", detail?.Reason ?? "",
            string.Join("; ", (detail?.Changes ?? []).Select(change => $"{change.Field}: {change.Before} → {change.After}")), detail?.Note ?? (detail is null ? "erased" : ""),
            entry.DetailDigest, entry.Previous, entry.Hash,
        }.Select(CsvText.Cell));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
