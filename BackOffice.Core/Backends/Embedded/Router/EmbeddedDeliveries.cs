using System.Globalization;
using System.Text;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Recording;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <inheritdoc cref="IDeliveries"/>
public sealed class EmbeddedDeliveries(RouterFile file, RoutingOptions options, TimeProvider clock, bool canReplay = true) : IDeliveries
{
    private const string Columns =
        "SELECT id, event, key, rule, target, destination, state, tries, taken, next, ended, status, error, message, replay, dead_letter, (SELECT type FROM events WHERE events.id = event) FROM deliveries";

    public bool CanReplay => canReplay;

    public IReadOnlyList<DestinationSummary> Destinations => options.Summaries;

    public long Changes => file.Changes;

    public async Task<Result<Page<EventDelivery>>> ListAsync(DeliveryQuery query, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return new Invalid("cursor", "This cursor belongs to another list. Start from the first page.");
        var found = await file.ReadAsync(database => Read(database, query, before, limit + 1), cancellationToken).ConfigureAwait(false);
        return new Page<EventDelivery>([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    public Task<DeliveryDetail?> FindAsync(long id, CancellationToken cancellationToken) => file.ReadAsync(
        database =>
        {
            var row = database.Cached(Columns + " WHERE id = ?1").Begin().Add(id);
            if (!row.Step())
                return null;
            var delivery = Of(row);
            var body = database.Cached("SELECT body FROM deliveries WHERE id = ?1").Begin().Add(id);
            body.Step();
            // One that did not arrive keeps what is to be sent; it is never shown.
            return new DeliveryDetail(delivery, Attempts(database, id), Encoding.UTF8.GetString(EventRedaction.Of(body.Bytes(0))));
        },
        cancellationToken);

    public Task<IReadOnlyList<DeadGroup>> DeadAsync(CancellationToken cancellationToken) => file.ReadAsync<IReadOnlyList<DeadGroup>>(
        database =>
        {
            // Of a bare column beside max() SQLite takes the value of the row that has the maximum.
            var rows = database.Cached("""
                SELECT rule, target, destination, error, message, count(*), min(ended), max(ended) FROM deliveries INDEXED BY deliveries_dead WHERE state = 2
                GROUP BY rule, target, error ORDER BY 6 DESC, rule, target, error
                """).Begin();
            var found = new List<DeadGroup>();
            while (rows.Step())
            {
                found.Add(new DeadGroup(
                    rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.TextOrNull(4) ?? "", rows.Int64(5), SubjectReads.Time(rows.Int64(6)), SubjectReads.Time(rows.Int64(7))));
            }

            return found;
        },
        cancellationToken);

    public async Task<int> RedriveAsync(DeadSelection letters, string commandId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var count = await file.WriteAsync(database => DeliveryRows.Redrive(database, letters, commandId, now), cancellationToken).ConfigureAwait(false);
        WakeAll();
        return count;
    }

    public async Task<int> DiscardAsync(DeadSelection letters, string commandId, CancellationToken cancellationToken)
    {
        // A piece at a time, so that no transaction is long.
        while (await file.WriteAsync(database => DeliveryRows.Discard(database, letters, commandId), cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        return await file.ReadAsync(database => DeliveryRows.Taken(database, commandId), cancellationToken).ConfigureAwait(false);
    }

    public Task<DeliveryCounts> OfReplayAsync(string name, CancellationToken cancellationToken) =>
        CountsAsync("SELECT state, count(*) FROM deliveries INDEXED BY deliveries_by_replay WHERE replay <> '' AND replay = ?1 GROUP BY state", name, cancellationToken);

    public Task<DeliveryCounts> OfRedriveAsync(string commandId, CancellationToken cancellationToken) =>
        CountsAsync("SELECT state, count(*) FROM deliveries INDEXED BY deliveries_again WHERE again = ?1 GROUP BY state", commandId, cancellationToken);

    public async Task<int> ReplayAsync(string name, IReadOnlyList<ReplayedEvent> events, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var count = await file.WriteAsync(
            database =>
            {
                var rules = LiveRules.Read(database, 0, options);
                var made = 0;
                foreach (var one in events)
                {
                    var target = rules.Targets.GetValueOrDefault(one.Rule)?.FirstOrDefault(live => live.Target.Id == one.TargetId);
                    if (target is null)
                        continue;
                    DeliveryRows.Insert(database, one.Rule, target, one.Event, Marked(one.Event.Json, name), name, now);
                    made++;
                }

                return made;
            },
            cancellationToken).ConfigureAwait(false);
        WakeAll();
        return count;
    }

    public Task<IReadOnlyDictionary<string, RuleFigures>> FiguresAsync(CancellationToken cancellationToken)
    {
        var since = (clock.GetUtcNow() - TimeSpan.FromDays(1)).UtcTicks;
        return file.ReadAsync<IReadOnlyDictionary<string, RuleFigures>>(
            database =>
            {
                var found = new Dictionary<string, RuleFigures>(StringComparer.Ordinal);
                var rows = database.Cached("""
                    SELECT rule, count(*) FILTER (WHERE state = 1), 0, count(*) FILTER (WHERE state = 2), max(ended) FILTER (WHERE state = 1)
                    FROM deliveries INDEXED BY deliveries_ended WHERE ended >= ?1 GROUP BY rule
                    """).Begin().Add(since);
                while (rows.Step())
                    found[rows.Text(0)] = new RuleFigures(rows.Int64(1), 0, rows.Int64(3), rows.IsNull(4) ? null : SubjectReads.Time(rows.Int64(4)));
                var pending = database.Cached("SELECT rule, count(*) FROM deliveries WHERE state = 0 GROUP BY rule").Begin();
                while (pending.Step())
                    found[pending.Text(0)] = (found.GetValueOrDefault(pending.Text(0)) ?? new RuleFigures(0, 0, 0, null)) with { Pending = pending.Int64(1) };
                return found;
            },
            cancellationToken);
    }

    private Task<DeliveryCounts> CountsAsync(string sql, string name, CancellationToken cancellationToken) => file.ReadAsync(
        database =>
        {
            var counts = new long[4];
            var rows = database.Cached(sql).Begin().Add(name);
            while (rows.Step())
                counts[rows.Int64(0)] = rows.Int64(1);
            return new DeliveryCounts(counts[0], counts[1], counts[2], counts[3]);
        },
        cancellationToken);

    /// <summary>With EventBridge's <c>replay-name</c>, first so that a later member of the same name would win as it does there.</summary>
    private static byte[] Marked(ReadOnlyMemory<byte> json, string name)
    {
        var mark = Encoding.UTF8.GetBytes($"{{\"replay-name\":{System.Text.Json.JsonSerializer.Serialize(name, Routing.Targets.TargetJson.Default.String)},");
        return [.. mark, .. json.Span[1..]];
    }

    private static List<DeliveryAttempt> Attempts(Database database, long id)
    {
        var rows = database.Cached("SELECT number, at, took, status, error, message, answer FROM attempts WHERE delivery = ?1 ORDER BY number").Begin().Add(id);
        var found = new List<DeliveryAttempt>();
        while (rows.Step())
        {
            found.Add(new DeliveryAttempt(
                (int)rows.Int64(0), SubjectReads.Time(rows.Int64(1)), TimeSpan.FromTicks(rows.Int64(2)), rows.IsNull(3) ? null : (int)rows.Int64(3), rows.TextOrNull(4), rows.TextOrNull(5),
                rows.TextOrNull(6)));
        }

        return found;
    }

    private static List<EventDelivery> Read(Database database, DeliveryQuery query, long before, int limit)
    {
        var sql = Columns + " WHERE id < ?1"
            + (query.Rule is null ? "" : " AND rule = ?2") + (query.Destination is null ? "" : " AND destination = ?3") + (query.Key is null ? "" : " AND key = ?4")
            // What is not delivered has an index of its own, which the words "state <> 1" make usable.
            + (query.EventId is null ? "" : " AND event = ?5") + (query.State is null ? "" : query.State is DeliveryState.Delivered ? " AND state = ?6" : " AND state <> 1 AND state = ?6")
            + (query.Target is null ? "" : " AND target = ?7") + (query.ErrorCode is null ? "" : " AND error = ?8") + (query.Replay is null ? "" : " AND replay <> '' AND replay = ?9")
            + " AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4 AND ?5 IS ?5 AND ?6 IS ?6 AND ?7 IS ?7 AND ?8 IS ?8 AND ?9 IS ?9 ORDER BY id DESC LIMIT ?10";
        var rows = database.Cached(sql).Begin().Add(before).Add(query.Rule).Add(query.Destination).Add(query.Key).Add(query.EventId).Add((long?)query.State)
            .Add(query.Target).Add(query.ErrorCode).Add(query.Replay).Add((long)limit);
        var found = new List<EventDelivery>();
        while (rows.Step())
            found.Add(Of(rows));
        return found;
    }

    private static EventDelivery Of(Statement row) => new()
    {
        Id = row.Int64(0), EventId = row.Text(1), Key = row.Text(2), Rule = row.Text(3), Target = row.Text(4), Destination = row.Text(5), State = (DeliveryState)row.Int64(6),
        Tries = (int)row.Int64(7), TakenAt = SubjectReads.Time(row.Int64(8)), NextAt = row.IsNull(9) ? null : SubjectReads.Time(row.Int64(9)),
        EndedAt = row.IsNull(10) ? null : SubjectReads.Time(row.Int64(10)), Status = row.IsNull(11) ? null : (int)row.Int64(11), ErrorCode = row.TextOrNull(12),
        Message = row.TextOrNull(13), Replay = row.Text(14) is { Length: > 0 } replay ? replay : null, DeadLetter = row.Text(15),
        DetailType = row.TextOrNull(16),
    };

    private void WakeAll()
    {
        foreach (var name in options.Destinations.Keys)
            file.Signals.Of(name).Set();
    }
}
