using System.Globalization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>What queues do inside a transaction. Times are UTC ticks.</summary>
internal static class QueueRows
{
    /// <summary>A topic that holds nothing for so many records moves its position all the same, so that a restart does not look through them again.</summary>
    private const long LongestUnsaved = 10_000;

    public const string PositionPrefix = "queue:";

    public static (int Count, long LookedThrough) Relay(WriterSession session, string topic, int limit, long lookedThrough, long now)
    {
        var database = session.Database;
        var position = SubjectReads.Position(database, PositionPrefix + topic);
        var after = Math.Max(position, lookedThrough);
        var rows = database.Cached("SELECT seq, key, detail FROM outbox WHERE seq > ?1 AND topic = ?2 ORDER BY seq LIMIT ?3")
            .Begin().Add(after).Add(topic).Add((long)limit);
        var insert = database.Cached("INSERT INTO queue (id, queue, key, visible, receives, receipt, body) VALUES (?1, ?2, ?3, ?4, 0, 0, ?5)");
        var count = 0;
        var last = after;
        while (rows.Step())
        {
            last = rows.Int64(0);
            insert.Begin().Add(last).Add(topic).AddText(rows.Bytes(1)).Add(now).AddBlob(rows.Bytes(2)).Run();
            count++;
        }

        rows.End();
        if (count < limit)
            last = Math.Max(last, database.CachedNumber("SELECT coalesce(max(seq), 0) FROM outbox"));
        if (count > 0 || last - position > LongestUnsaved)
            SqliteStore.SetPosition(database, PositionPrefix + topic, last);
        if (count > 0)
            session.WakeQueue(topic);
        return (count, last);
    }

    /// <summary>Takes over records of an outbox that is elsewhere, with the reader's position. Those that an earlier call took are passed over.</summary>
    public static int TakeOver(WriterSession session, string topic, IReadOnlyList<OutboxRecord> records, long lookedThrough, long now)
    {
        var database = session.Database;
        var position = SubjectReads.Position(database, PositionPrefix + topic);
        var insert = database.Cached("INSERT INTO queue (id, queue, key, visible, receives, receipt, body) VALUES (?1, ?2, ?3, ?4, 0, 0, ?5)");
        var count = 0;
        foreach (var record in records.Where(record => record.Sequence > position))
        {
            insert.Begin().Add(record.Sequence).Add(topic).Add(record.Event.Key).Add(now).AddBlob(record.Event.Detail.Span).Run();
            count++;
        }

        if (count > 0 || lookedThrough - position > LongestUnsaved)
            SqliteStore.SetPosition(database, PositionPrefix + topic, Math.Max(position, lookedThrough));
        if (count > 0)
            session.WakeQueue(topic);
        return count;
    }

    public static bool OutboxHolds(Database database, string topic, long lookedThrough)
    {
        var after = Math.Max(SubjectReads.Position(database, PositionPrefix + topic), lookedThrough);
        return database.Cached("SELECT 1 FROM outbox WHERE seq > ?1 AND topic = ?2 LIMIT 1").Begin().Add(after).Add(topic).Step();
    }

    /// <summary>When the next message is or becomes visible; null when the queue holds none.</summary>
    public static long? NextVisible(Database database, string queue)
    {
        var row = database.Cached("SELECT visible FROM queue INDEXED BY queue_ready WHERE queue = ?1 AND dead IS NULL ORDER BY visible LIMIT 1")
            .Begin().Add(queue);
        return row.Step() ? row.Int64(0) : null;
    }

    public static IReadOnlyList<QueueMessage> Take(WriterSession session, string queue, int limit, long now, long invisibleUntil)
    {
        var database = session.Database;
        var rows = database.Cached("""
            SELECT id, key, receives, body FROM queue INDEXED BY queue_ready
            WHERE queue = ?1 AND dead IS NULL AND visible <= ?2 ORDER BY visible, id LIMIT ?3
            """).Begin().Add(queue).Add(now).Add((long)limit);
        var taken = new List<QueueMessage>();
        while (rows.Step())
        {
            taken.Add(new QueueMessage(
                rows.Int64(0), rows.Text(1), rows.Bytes(3).ToArray(), (int)rows.Int64(2) + 1,
                session.NextReceipt().ToString(CultureInfo.InvariantCulture)));
        }

        rows.End();
        foreach (var message in taken)
        {
            database.Cached("UPDATE queue SET visible = ?2, receives = receives + 1, receipt = ?3 WHERE id = ?1")
                .Begin().Add(message.Id).Add(invisibleUntil).Add(Receipt(message)).Run();
        }

        return taken;
    }

    public static int Acknowledge(Database database, string queue, IReadOnlyList<QueueMessage> messages)
    {
        var gone = 0;
        foreach (var message in messages)
        {
            database.Cached("DELETE FROM queue WHERE id = ?1 AND queue = ?2 AND receipt = ?3 AND dead IS NULL")
                .Begin().Add(message.Id).Add(queue).Add(Receipt(message)).Run();
            gone += database.Changes;
        }

        return gone;
    }

    /// <summary>The receipt goes with the release, so that a late acknowledgement of this delivery is ignored.</summary>
    public static bool Release(
        WriterSession session, string queue, QueueMessage message, long now, long visible, int maxReceives, string reason)
    {
        session.Database.Cached("""
            UPDATE queue SET visible = ?4, receipt = 0, reason = ?5, dead = CASE WHEN receives >= ?6 THEN ?7 END
            WHERE id = ?1 AND queue = ?2 AND receipt = ?3 AND dead IS NULL
            """).Begin().Add(message.Id).Add(queue).Add(Receipt(message)).Add(visible).Add(reason).Add((long)maxReceives).Add(now).Run();
        session.WakeQueue(queue);
        return session.Database.Changes > 0;
    }

    public static bool Redrive(WriterSession session, string queue, long id, long now)
    {
        session.Database.Cached("UPDATE queue SET dead = NULL, receives = 0, receipt = 0, visible = ?3 WHERE id = ?1 AND queue = ?2 AND dead IS NOT NULL")
            .Begin().Add(id).Add(queue).Add(now).Run();
        session.WakeQueue(queue);
        return session.Database.Changes > 0;
    }

    public static bool Discard(Database database, string queue, long id)
    {
        database.Cached("DELETE FROM queue WHERE id = ?1 AND queue = ?2 AND dead IS NOT NULL").Begin().Add(id).Add(queue).Run();
        return database.Changes > 0;
    }

    /// <summary>Every queue that ever took a message, by name. What waits for its delay counts as in flight.</summary>
    public static IReadOnlyList<QueueState> States(Database database, long now)
    {
        var rows = database.Cached("""
            SELECT name,
                (SELECT count(*) FROM queue INDEXED BY queue_ready WHERE queue = name AND dead IS NULL AND visible <= ?1),
                (SELECT count(*) FROM queue INDEXED BY queue_ready WHERE queue = name AND dead IS NULL AND visible > ?1),
                (SELECT count(*) FROM queue INDEXED BY queue_dead WHERE queue = name AND dead IS NOT NULL),
                (SELECT min(visible) FROM queue INDEXED BY queue_ready WHERE queue = name AND dead IS NULL AND visible <= ?1)
            FROM (SELECT substr(reader, 7) AS name FROM positions WHERE reader >= 'queue:' AND reader < 'queue;') ORDER BY name
            """).Begin().Add(now);
        var states = new List<QueueState>();
        while (rows.Step())
            states.Add(new QueueState(
                rows.Text(0), rows.Int64(1), rows.Int64(2), rows.Int64(3), rows.IsNull(4) ? null : SubjectReads.Time(rows.Int64(4))));
        return states;
    }

    public static IReadOnlyList<DeadLetter> DeadLetters(Database database, string queue, int limit)
    {
        var rows = database.Cached("""
            SELECT id, key, body, receives, reason, dead FROM queue INDEXED BY queue_dead
            WHERE queue = ?1 AND dead IS NOT NULL ORDER BY id DESC LIMIT ?2
            """).Begin().Add(queue).Add((long)limit);
        var letters = new List<DeadLetter>();
        while (rows.Step())
            letters.Add(new DeadLetter(
                rows.Int64(0), rows.Text(1), rows.Bytes(2).ToArray(), (int)rows.Int64(3), rows.TextOrNull(4) ?? "", SubjectReads.Time(rows.Int64(5))));
        return letters;
    }

    /// <summary>-1, which matches no delivery, for what is no receipt.</summary>
    private static long Receipt(QueueMessage message) =>
        long.TryParse(message.Receipt, NumberStyles.None, CultureInfo.InvariantCulture, out var receipt) && receipt > 0 ? receipt : -1;
}
