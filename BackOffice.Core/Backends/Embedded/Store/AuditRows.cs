using BackOffice.Core.Audit;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Audit entries in the database.</summary>
internal static class AuditRows
{
    private const string Columns = "a.seq, a.hash, a.entry, d.detail";

    public static void Insert(WriterSession session, long head, SealedAudit one)
    {
        var sequence = session.NextAudit();
        session.Database.Cached("INSERT INTO audit (seq, head, number, actor, action, hash, entry) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .Begin().Add(sequence).Add(head).Add(one.Entry.Number).Add(one.Entry.ActorId).Add(one.Entry.Action).AddBlob(one.Hash).AddBlob(one.EntryJson).Run();
        session.Database.Cached("INSERT INTO audit_detail (seq, detail) VALUES (?1, ?2)").Begin().Add(sequence).AddBlob(one.DetailJson).Run();
    }

    /// <summary>The end of the subject's chain as stored.</summary>
    public static AuditHead HeadOf(Database database, long head)
    {
        var row = database.Cached("SELECT number, hash FROM audit WHERE head = ?1 ORDER BY number DESC LIMIT 1").Begin().Add(head);
        var last = row.Step() ? new AuditHead(row.Int64(0), Convert.ToHexStringLower(row.Bytes(1))) : AuditHead.None;
        row.End();
        return last;
    }

    public static StoredAudit? Newest(Database database, long head)
    {
        var row = database.Cached(
            $"SELECT {Columns} FROM audit a LEFT JOIN audit_detail d ON d.seq = a.seq WHERE a.head = ?1 ORDER BY a.number DESC LIMIT 1").Begin().Add(head);
        var newest = row.Step() ? Read(row) : null;
        row.End();
        return newest;
    }

    public static StoredAudit Read(Statement row) => new(
        row.Int64(0),
        AuditCanonical.ReadEntry(row.Bytes(2), Convert.ToHexStringLower(row.Bytes(1))),
        row.IsNull(3) ? null : AuditCanonical.ReadDetail(row.Bytes(3)));
}
