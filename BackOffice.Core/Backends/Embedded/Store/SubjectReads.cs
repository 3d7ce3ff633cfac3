using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Reads by key: heads, children, lookup keys, dues, outbox, counters, positions.</summary>
internal static class SubjectReads
{
    public static StoredHead? Head(Database database, SubjectId subject)
    {
        var row = database.Cached("SELECT version, json FROM heads WHERE subject = ?1").Begin().Add(subject.Value);
        return row.Step() ? new StoredHead(subject, row.Int64(0), row.Bytes(1).ToArray()) : null;
    }

    public static StoredSubject? WithChildren(Database database, SubjectId subject)
    {
        var row = database.Cached("SELECT id, version, json FROM heads WHERE subject = ?1").Begin().Add(subject.Value);
        if (!row.Step())
            return null;
        var head = new StoredHead(subject, row.Int64(1), row.Bytes(2).ToArray());
        var children = new List<StoredChild>();
        var rows = database.Cached("SELECT kind, key, json FROM children INDEXED BY children_by_head WHERE head = ?1 ORDER BY kind, key")
            .Begin().Add(row.Int64(0));
        while (rows.Step())
            children.Add(new StoredChild(rows.Text(0), rows.Text(1), rows.Bytes(2).ToArray()));
        return new StoredSubject(head, children);
    }

    public static IReadOnlyList<SubjectId> Find(Database database, string keyClass, string value, bool prefix, int limit)
    {
        // Sorts after every text that starts with the value.
        var end = prefix ? value + "\U0010FFFF" : value;
        var match = prefix ? "k.value >= ?2 AND k.value < ?3" : "k.value = ?2 AND ?3 IS NOT NULL";
        var rows = database.Cached($"""
            SELECT h.subject FROM (
                SELECT * FROM (SELECT DISTINCT k.head AS head, k.placed AS placed FROM keys k WHERE k.class = ?1 AND {match} ORDER BY k.placed DESC, k.head DESC LIMIT ?4)
                UNION
                SELECT * FROM (SELECT k.head, coalesce(o.placed, 0) AS placed FROM unique_keys k JOIN heads o ON o.id = k.head
                    WHERE k.class = ?1 AND {match} AND k.gone = 0 ORDER BY 2 DESC, 1 DESC LIMIT ?4)) f
            JOIN heads h ON h.id = f.head ORDER BY f.placed DESC, f.head DESC LIMIT ?4
            """).Begin().Add(keyClass).Add(value).Add(end).Add(limit);
        var found = new List<SubjectId>();
        while (rows.Step())
            found.Add(new SubjectId(rows.Text(0)));
        return found;
    }

    public static IReadOnlyList<DueSubject> Due(Database database, string kind, DateTimeOffset until, int limit)
    {
        var rows = database.Cached("""
            SELECT h.subject, d.at FROM dues d INDEXED BY dues_by_time CROSS JOIN heads h ON h.id = d.head
            WHERE d.kind = ?1 AND d.at <= ?2 ORDER BY d.at, d.head LIMIT ?3
            """).Begin().Add(kind).Add(until.UtcTicks).Add(limit);
        var found = new List<DueSubject>();
        while (rows.Step())
            found.Add(new DueSubject(new SubjectId(rows.Text(0)), Time(rows.Int64(1))));
        return found;
    }

    public static IReadOnlyList<OutboxRecord> Outbox(Database database, long after, int limit)
    {
        var rows = database.Cached("SELECT seq, topic, key, source, type, id, time, detail FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?2")
            .Begin().Add(after).Add(limit);
        var found = new List<OutboxRecord>();
        while (rows.Step())
            found.Add(new OutboxRecord(rows.Int64(0), new OutboxEvent(
                rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4), rows.Text(5), Time(rows.Int64(6)), rows.Bytes(7).ToArray())));
        return found;
    }

    public static IReadOnlyDictionary<string, long> Counters(Database database, string prefix)
    {
        var rows = database.Cached("SELECT name, value FROM counters WHERE name >= ?1 AND name < ?2").Begin().Add(prefix).Add(prefix + "\U0010FFFF");
        var found = new Dictionary<string, long>();
        while (rows.Step())
            found.Add(rows.Text(0), rows.Int64(1));
        return found;
    }

    public static long Position(Database database, string reader)
    {
        var row = database.Cached("SELECT position FROM positions WHERE reader = ?1").Begin().Add(reader);
        var position = row.Step() ? row.Int64(0) : 0;
        row.End();
        return position;
    }

    public static DateTimeOffset Time(long utcTicks) => new(utcTicks, TimeSpan.Zero);
}
