using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Core.Orders.Export;

/// <summary>
/// The subject <c>export/</c> and id, with two audit entries: that it began, so that even a killed process leaves a trace of what it gave out, and how it ended.
/// The query may hold an e-mail, so it is in the erasable detail alone.
/// </summary>
internal sealed class ExportRecord(IStore store, TimeProvider clock, ExportOrders command, Actor actor)
{
    private readonly SubjectId _subject = new("export/" + command.ExportId);
    private AuditHead _audit = AuditHead.None;
    private long _version;

    public async Task<Result<long>> BeginAsync(CancellationToken cancellationToken)
    {
        var begun = await WriteAsync(AuditActions.ExportBegun, [], null, cancellationToken).ConfigureAwait(false);
        return begun.Error is Conflict ? new Conflict("export.exists", "An export with this id was made already. Begin another one.") : begun;
    }

    /// <param name="action">Finished, stopped or failed.</param>
    /// <param name="rows">Orders that were given out.</param>
    /// <param name="sha256">Of what was given out.</param>
    /// <param name="note">A sentence on how it ended.</param>
    public Task<Result<long>> EndAsync(string action, long rows, string sha256, string note) => WriteAsync(
        action, [new AuditChange("rows", null, rows.ToString(CultureInfo.InvariantCulture)), new AuditChange("sha256", null, sha256)], note, CancellationToken.None);

    private async Task<Result<long>> WriteAsync(string action, AuditChange[] outcome, string? note, CancellationToken cancellationToken)
    {
        AuditChange[] changes =
        [
            new("query", null, VoucherLookup.Shown(command.Query)),
            new("zone", null, command.Zone.Id),
            new("format", null, command.Format.ToString().ToLowerInvariant()),
            new("personal data", null, command.InClear ? "in clear" : "masked"),
            .. outcome,
        ];
        var (record, audit) = AuditChain.Append(_audit, _subject, _version + 1, actor, action, clock.GetUtcNow(), command.ExportId, command.Reason, changes, note);
        var committed = await store.CommitAsync(
            new ChangeSet
            {
                Subject = _subject,
                ExpectedVersion = _version,
                Head = JsonSerializer.SerializeToUtf8Bytes(new ExportHead(_version + 1, action, audit), ExportJson.Default.ExportHead),
                Audit = [record],
            },
            cancellationToken).ConfigureAwait(false);
        if (committed.IsSuccess)
            (_version, _audit) = (committed.Value, audit);
        return committed;
    }
}

internal sealed record ExportHead(long Version, string State, AuditHead Audit);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExportHead))]
internal sealed partial class ExportJson : JsonSerializerContext;
