using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <inheritdoc cref="IAuditLog"/>
public sealed class AuditLog(IStore store, IAuditVerifier verifier) : IAuditLog
{
    /// <summary>Entries that one page of a search looks at.</summary>
    private const int MostLooked = 5_000;

    /// <summary>A page that lacks so few is full enough.</summary>
    private const int FewLeft = 10;

    public async Task<Result<Page<StoredAudit>>> ListAsync(
        AuditQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.AuditRead) is { } forbidden ? forbidden : await ReadAsync(query, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);

    public async Task<Result<Page<StoredAudit>>> SearchAsync(
        AuditQuery query, AuditFilter filter, string? cursor, int limit, Actor actor, CancellationToken cancellationToken)
    {
        limit = Math.Clamp(limit, 1, 200);
        if (filter == AuditFilter.None)
            return await ListAsync(query, cursor, limit, actor, cancellationToken).ConfigureAwait(false);
        if (actor.Lacks(Permission.AuditRead) is { } forbidden)
            return forbidden;
        var found = new List<StoredAudit>();
        for (var looked = 0; ;)
        {
            // A page of the store is taken whole, because its cursor stands at its end.
            var page = await ReadAsync(query, cursor, limit - found.Count, cancellationToken).ConfigureAwait(false);
            if (!page.IsSuccess)
                return page.Error;
            found.AddRange(page.Value.Items.Where(filter.Takes));
            cursor = page.Value.Next;
            looked += page.Value.Items.Count;
            var last = page.Value.Items.LastOrDefault()?.Entry.At;
            if (cursor is null || (query.NewestFirst && last < filter.From) || (!query.NewestFirst && last >= filter.Before))
                return new Page<StoredAudit>(found, null);
            if (limit - found.Count < Math.Min(limit, FewLeft) || looked >= MostLooked)
                return new Page<StoredAudit>(found, cursor, last);
        }
    }

    public async Task<Result<AuditEntryView>> GetAsync(string subject, long number, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.AuditRead) is { } forbidden)
            return forbidden;
        StoredAudit? before = null, entry = null;
        string? cursor = null;
        do
        {
            var page = await store.AuditAsync(new AuditQuery { Subject = subject, NewestFirst = false }, cursor, 200, cancellationToken).ConfigureAwait(false);
            foreach (var stored in page.Items)
            {
                if (entry is not null)
                    return View(entry, before, hasNext: true);
                if (stored.Entry.Number == number)
                    entry = stored;
                else
                    before = stored;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        return entry is null ? new NotFound("audit.not-found", $"There is no entry {number} of {subject}.") : View(entry, before, hasNext: false);
    }

    public async Task<Result<AuditReport>> VerifyAsync(Actor actor, IProgress<long>? progress, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.AuditRead) is { } forbidden
            ? forbidden
            : await verifier.VerifyAsync(progress, cancellationToken).ConfigureAwait(false);

    private static AuditEntryView View(StoredAudit entry, StoredAudit? before, bool hasNext) => new(
        entry,
        entry.Entry.Previous == (before?.Entry.Hash ?? AuditHead.None.Hash) && entry.Entry.Number == (before?.Entry.Number ?? 0) + 1,
        AuditChain.HashOf(entry.Entry) == entry.Entry.Hash && (entry.Detail is null || AuditChain.DigestOf(entry.Detail) == entry.Entry.DetailDigest),
        hasNext);

    private async Task<Result<Page<StoredAudit>>> ReadAsync(AuditQuery query, string? cursor, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await store.AuditAsync(query, cursor, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            return new Invalid("cursor", "This cursor belongs to another list. Start from the first page.");
        }
    }
}

/// <summary>Recomputes every chain and checkpoint of the backend's audit log.</summary>
public interface IAuditVerifier
{
    Task<AuditReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken);
}
