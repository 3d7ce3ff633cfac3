using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;

namespace BackOffice.Core.Audit;

/// <param name="ExportId">Made by the client, 1 to 64 letters, digits, dashes or underscores: the subject of its audit entry, <c>export/…</c>.</param>
/// <param name="Query">Which entries.</param>
/// <param name="Filter">What else must hold.</param>
/// <param name="Format">CSV, or JSON Lines with everything that an offline check of the hashes needs.</param>
public sealed record ExportAudit(string ExportId, AuditQuery Query, AuditFilter Filter, ExportFormat Format);

/// <summary>The audit log as a file; that it was made is itself in the log, before its first line is given out.</summary>
public sealed class AuditExport(IStore store, TimeProvider clock)
{
    /// <summary>The most entries of one export.</summary>
    public const int MaxRows = 100_000;

    private const int Chunk = 500;
    private readonly SubjectLog _log = new(store, clock);

    /// <summary>Needs audit:read. Conflict <c>export.exists</c> for an id that was used.</summary>
    public async Task<Result<OpenAuditExport>> BeginAsync(ExportAudit command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.AuditRead) is { } forbidden)
            return forbidden;
        if (!Orders.CommandChecks.IsId(command.ExportId))
            return new Invalid([Orders.CommandChecks.WrongId("exportId")]);
        AuditChange[] changes =
        [
            new("subject", null, command.Query.Subject ?? "any"), new("kind", null, command.Filter.SubjectKind ?? "any"), new("actor", null, command.Query.ActorId ?? "any"),
            new("action", null, command.Query.Action ?? "any"), new("text", null, command.Filter.Text ?? "any"),
            new("from", null, Moment(command.Filter.From)), new("before", null, Moment(command.Filter.Before)), new("format", null, command.Format.ToString().ToLowerInvariant()),
        ];
        var recorded = await _log.RecordAsync(
            new SubjectId("export/" + command.ExportId), actor, AuditActions.AuditExported, command.ExportId, null, changes, null, cancellationToken).ConfigureAwait(false);
        return recorded.Error is { } error ? error
            : recorded.Value ? new OpenAuditExport(ReadAsync(command))
            : new Conflict("export.exists", "An export with this id was made already. Begin another one.");
    }

    private static string Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "any";

    private async IAsyncEnumerable<StoredAudit> ReadAsync(ExportAudit command)
    {
        string? cursor = null;
        var rows = 0;
        do
        {
            var page = await store.AuditAsync(command.Query, cursor, Chunk, CancellationToken.None).ConfigureAwait(false);
            foreach (var stored in page.Items)
            {
                if (command.Query.NewestFirst && stored.Entry.At < command.Filter.From)
                    yield break;
                if (!command.Filter.Takes(stored))
                    continue;
                yield return stored;
                if (++rows > MaxRows)
                    yield break;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }
}

/// <summary>An export whose audit entry is on disk.</summary>
/// <param name="Entries">At most <see cref="AuditExport.MaxRows"/> and one more, which says that there are more.</param>
public sealed record OpenAuditExport(IAsyncEnumerable<StoredAudit> Entries);
