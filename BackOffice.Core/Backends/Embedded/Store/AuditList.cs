using System.Globalization;
using System.Text;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Pages of the audit log, by subject, actor or action, from an index each.</summary>
internal static class AuditList
{
    public const int MostOnAPage = 1000;

    /// <exception cref="ArgumentException">The cursor belongs to another list.</exception>
    public static Page<StoredAudit> Read(Database database, AuditQuery query, byte[] cursorKey, string? cursor, int limit)
    {
        limit = Math.Clamp(limit, 1, MostOnAPage);
        var canonical = string.Create(CultureInfo.InvariantCulture, $"audit\n{query.Subject}\n{query.ActorId}\n{query.Action}\n{query.NewestFirst}");
        var from = query.NewestFirst ? long.MaxValue : 0;
        if (cursor is not null)
            from = Keyset.FromCursor(cursor, cursorKey, canonical)?.Id
                ?? throw new ArgumentException("The cursor belongs to another list. Begin at its first page.", nameof(cursor));
        var found = new List<StoredAudit>();
        foreach (var sequence in Sequences(database, query, from, limit + 1).Take(limit + 1))
        {
            var row = database.Cached("SELECT a.seq, a.hash, a.entry, d.detail FROM audit a LEFT JOIN audit_detail d ON d.seq = a.seq WHERE a.seq = ?1")
                .Begin().Add(sequence);
            if (row.Step())
                found.Add(AuditRows.Read(row));
            row.End();
        }

        if (found.Count <= limit)
            return new Page<StoredAudit>(found, null);
        found.RemoveAt(limit);
        return new Page<StoredAudit>(found, new Keyset(0, 0, found[^1].Sequence).ToCursor(cursorKey, canonical));
    }

    private static List<long> Sequences(Database database, AuditQuery query, long from, int limit)
    {
        var order = query.NewestFirst ? "a.seq < ?1 ORDER BY a.seq DESC LIMIT ?2" : "a.seq > ?1 ORDER BY a.seq LIMIT ?2";
        List<string>? actions = query.Action is null ? null : Actions(database, query.Action);
        if (actions is { Count: 0 })
            return [];
        var where = new StringBuilder();
        var index = "";
        if (query.Subject is not null)
        {
            where.Append("a.head = (SELECT id FROM heads WHERE subject = ?3) AND ");
            index = " INDEXED BY audit_by_head";
        }

        if (query.ActorId is not null)
        {
            where.Append("a.actor = ?4 AND ");
            index = index.Length > 0 ? index : " INDEXED BY audit_by_actor";
        }

        if (actions is null)
            return Run(database, $"SELECT a.seq FROM audit a{index} WHERE {where}{order}", query, from, limit, []);
        index = index.Length > 0 ? index : " INDEXED BY audit_by_action";
        var parts = actions.Select((_, i) => string.Create(
            CultureInfo.InvariantCulture, $"SELECT * FROM (SELECT a.seq AS seq FROM audit a{index} WHERE {where}a.action = ?{5 + i} AND {order})"));
        var sorted = query.NewestFirst ? " ORDER BY seq DESC LIMIT ?2" : " ORDER BY seq LIMIT ?2";
        return Run(database, string.Join(" UNION ALL ", parts) + sorted, query, from, limit, actions);
    }

    private static List<long> Run(Database database, string sql, AuditQuery query, long from, int limit, List<string> actions)
    {
        using var rows = database.Prepare(sql);
        rows.Begin().Add(from).Add((long)limit);
        if (query.Subject is not null || query.ActorId is not null || actions.Count > 0)
            rows.Add(query.Subject);
        if (query.ActorId is not null || actions.Count > 0)
            rows.Add(query.ActorId);
        foreach (var action in actions)
            rows.Add(action);
        var found = new List<long>();
        while (rows.Step())
            found.Add(rows.Int64(0));
        return found;
    }

    /// <summary>The stored actions that the word names: itself, or those that start with it and a dot. One seek in the index for each.</summary>
    private static List<string> Actions(Database database, string word)
    {
        var next = database.Cached("SELECT action FROM audit INDEXED BY audit_by_action WHERE action > ?1 AND action < ?2 ORDER BY action LIMIT 1");
        var exact = database.Cached("SELECT 1 FROM audit INDEXED BY audit_by_action WHERE action = ?1 LIMIT 1").Begin().Add(word);
        List<string> found = exact.Step() ? [word] : [];
        for (var after = word + "."; ;)
        {
            next.Begin().Add(after).Add(word + "/"); // '/' is the character after '.'
            if (!next.Step())
                return found;
            found.Add(after = next.Text(0));
        }
    }
}
