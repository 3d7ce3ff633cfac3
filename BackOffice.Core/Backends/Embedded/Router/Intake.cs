using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Recording;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>
/// Takes events from the outbox: records each, makes a delivery for every target of every rule that matches, and moves the cursor, in one transaction of the
/// router's file. What is read again after a crash was recorded before, and has no second effect.
/// </summary>
internal sealed class Intake(IStore store, RouterFile file, RoutingOptions options, TimeProvider clock)
{
    private const int AtOnce = 500;
    private const string Cursor = "cursor";

    private LiveRules _rules = LiveRules.None;
    private long? _cursor;

    /// <summary>Rules that cannot be read any more, of the last look.</summary>
    public IReadOnlyList<string> Refused => _rules.Refused;

    /// <summary>Takes what is there; how many records it looked at. Called by one loop.</summary>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        _cursor ??= await file.ReadAsync(database => Setting(database, Cursor), cancellationToken).ConfigureAwait(false);
        var records = await store.OutboxAsync(_cursor.Value, AtOnce, cancellationToken).ConfigureAwait(false);
        if (records.Count == 0)
            return 0;
        if (_rules.Version != file.RulesVersion)
        {
            var version = file.RulesVersion;
            _rules = await file.ReadAsync(database => LiveRules.Read(database, version, options), cancellationToken).ConfigureAwait(false);
        }

        var rules = _rules;
        var now = clock.GetUtcNow();
        var events = records.Where(record => record.Event.Topic == Topics.DomainEvents).Select(record => Read(record.Event, now)).ToList();
        var matched = events.ConvertAll(e => Match(rules, e.Json));
        var last = records[^1].Sequence;
#if DEBUG
        if (SeededBugs.Is(SeededBugs.RouterCursorFirst))
        {
            await file.WriteAsync(database => SetCursor(database, last), cancellationToken).ConfigureAwait(false);
            await Task.Delay(20, cancellationToken).ConfigureAwait(false);
        }
#endif
        var destinations = await file.WriteAsync(database => Write(database, rules, events, matched, last, now), cancellationToken).ConfigureAwait(false);
        _cursor = last;
        foreach (var destination in destinations)
            file.Signals.Of(destination).Set();
        return records.Count;
    }

    private static (RecordedEvent Recorded, byte[] Json) Read(OutboxEvent e, DateTimeOffset now)
    {
        var json = EventEnvelope.Write(e);
        return (new RecordedEvent(0, e.Id, e.Key, e.Source, e.DetailType, e.Time, now, EventRedaction.Of(json)), json);
    }

    /// <summary>Every rule that matches; none for what is no event, which is recorded all the same.</summary>
    private static List<string> Match(LiveRules rules, byte[] json)
    {
        var found = new List<string>();
        return rules.Set.Match(json, found) is { IsSuccess: true } ? found : [];
    }

    private static HashSet<string> Write(
        Database database, LiveRules rules, IReadOnlyList<(RecordedEvent Recorded, byte[] Json)> events, IReadOnlyList<IReadOnlyList<string>> matched, long last, DateTimeOffset now)
    {
        var destinations = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < events.Count; i++)
        {
            var (e, json) = events[i];
            database.Cached("INSERT INTO events (id, key, source, type, time, taken, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING")
                .Begin().Add(e.Id).Add(e.Key).Add(e.Source).Add(e.DetailType).Add(e.Time.UtcTicks).Add(e.TakenAt.UtcTicks).AddBlob(e.Json.Span).Run();
            if (database.Changes == 0)
                continue;
            foreach (var rule in matched[i])
            {
                foreach (var target in rules.Targets[rule])
                {
                    if (DeliveryRows.Insert(database, rule, target, e, json, "", now))
                        destinations.Add(target.Target.Destination);
                }
            }
        }

        SetCursor(database, last);
        return destinations;
    }

    private static long SetCursor(Database database, long last)
    {
        database.Cached("INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2").Begin().Add(Cursor).Add(last).Run();
        return last;
    }

    private static long Setting(Database database, string name)
    {
        var row = database.Cached("SELECT value FROM settings WHERE name = ?1").Begin().Add(name);
        var value = row.Step() ? row.Int64(0) : 0;
        row.End();
        return value;
    }
}
