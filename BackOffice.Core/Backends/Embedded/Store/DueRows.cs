using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>The due moments of a subject.</summary>
internal static class DueRows
{
    /// <summary>Writes what differs alone: most commits leave most moments as they are.</summary>
    public static void Replace(Database database, long head, IReadOnlyList<Due> dues, bool isNew)
    {
        var stored = isNew ? [] : Read(database, head);
        foreach (var (kind, _) in stored)
        {
            if (!dues.Any(due => due.Kind == kind))
                database.Cached("DELETE FROM dues WHERE head = ?1 AND kind = ?2").Begin().Add(head).Add(kind).Run();
        }

        foreach (var due in dues)
        {
            if (!stored.Contains((due.Kind, due.At.UtcTicks)))
                database.Cached("INSERT INTO dues (head, kind, at) VALUES (?1, ?2, ?3) ON CONFLICT (head, kind) DO UPDATE SET at = excluded.at")
                    .Begin().Add(head).Add(due.Kind).Add(due.At.UtcTicks).Run();
        }
    }

    private static List<(string Kind, long At)> Read(Database database, long head)
    {
        var found = new List<(string, long)>();
        var rows = database.Cached("SELECT kind, at FROM dues WHERE head = ?1").Begin().Add(head);
        while (rows.Step())
            found.Add((rows.Text(0), rows.Int64(1)));
        rows.End();
        return found;
    }
}
