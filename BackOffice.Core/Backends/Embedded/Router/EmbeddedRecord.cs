using System.Globalization;
using System.Runtime.CompilerServices;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Recording;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <inheritdoc cref="IEventRecord"/>
public sealed class EmbeddedRecord(RouterFile file) : IEventRecord
{
    private const int PageOfWalk = 1_000;
    private const string Columns = "SELECT seq, id, key, source, type, time, taken, json FROM events";

    public async Task<Result<Page<RecordedEvent>>> ListAsync(EventQuery query, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return new Invalid("cursor", "This cursor belongs to another list. Start from the first page.");
        var found = await file.ReadAsync(database => Read(database, query, "seq < ?1", "seq DESC", before, limit + 1), cancellationToken).ConfigureAwait(false);
        return new Page<RecordedEvent>([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    public Task<RecordedEvent?> FindAsync(string eventId, CancellationToken cancellationToken) => file.ReadAsync(
        database =>
        {
            var row = database.Cached(Columns + " WHERE id = ?1").Begin().Add(eventId);
            return row.Step() ? Of(row) : null;
        },
        cancellationToken);

    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> NewestAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await file.ReadAsync(database => Read(database, new EventQuery(), "seq < ?1", "seq DESC", long.MaxValue, limit), cancellationToken).ConfigureAwait(false)).Select(e => e.Json)];

    public async IAsyncEnumerable<RecordedEvent> WalkAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = query.After;
        while (true)
        {
            var from = after;
            var page = await file.ReadAsync(database => Read(database, query, "seq > ?1", "seq", from, PageOfWalk), cancellationToken).ConfigureAwait(false);
            foreach (var e in page)
                yield return e;
            if (page.Count < PageOfWalk)
                yield break;
            after = page[^1].Sequence;
        }
    }

    /// <summary>Which parts a statement has depends on the query alone; its values are parameters.</summary>
    private static List<RecordedEvent> Read(Database database, EventQuery query, string place, string order, long from, int limit)
    {
        var sql = Columns + " WHERE " + place
            + (query.Key is null ? "" : " AND key = ?2") + (query.DetailType is null ? "" : " AND type = ?3")
            + (query.From is null ? "" : " AND taken >= ?4") + (query.To is null ? "" : " AND taken < ?5") + $" AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4 AND ?5 IS ?5 ORDER BY {order} LIMIT ?6";
        var rows = database.Cached(sql).Begin().Add(from).Add(query.Key).Add(query.DetailType).Add(query.From?.UtcTicks).Add(query.To?.UtcTicks).Add((long)limit);
        var found = new List<RecordedEvent>();
        while (rows.Step())
            found.Add(Of(rows));
        return found;
    }

    private static RecordedEvent Of(Statement row) => new(
        row.Int64(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), SubjectReads.Time(row.Int64(5)), SubjectReads.Time(row.Int64(6)), row.Bytes(7).ToArray());
}
