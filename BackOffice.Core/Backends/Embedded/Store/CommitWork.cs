using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>One change set. Everything that may refuse it is read before anything is written.</summary>
internal sealed class CommitWork(ChangeSet change, IReadOnlyList<SealedAudit> audit) : WriteWork<Result<long>>
{
    private const int IndexColumns = 10;

    public override void Apply(WriterSession session)
    {
        var database = session.Database;
        var head = StoredRow.Find(database, change.Subject);
        if (Refusal(database, head) is { } refusal)
        {
            Outcome = refusal;
            return;
        }

        var version = change.ExpectedVersion + 1;
        var id = WriteHead(database, head, version);
        var placed = change.Index?.PlacedAt.UtcTicks ?? head?.Placed ?? 0;
        WriteChildren(database, id, isNew: head is null);
        WriteKeys(database, id, placed);
        if (change.Dues is { } dues)
            DueRows.Replace(database, id, dues, isNew: head is null);
        WriteEvents(session);
        WriteAudit(session, id);
        foreach (var (name, delta) in change.Counters)
            session.AddCounter(name, delta);
        session.Committed(new CommittedChange(change.Subject, version, change.Head));
        Outcome = version;
    }

    public override void Fail(Exception failure)
    {
        if (failure is SqliteFailure { Outage: { } outage })
            FailWith(outage);
        else
            base.Fail(failure);
    }

    private Error? Refusal(Database database, StoredRow? head)
    {
        if ((head?.Version ?? 0) != change.ExpectedVersion)
            return change.ExpectedVersion == 0
                ? new Conflict("store.exists", $"{change.Subject} exists already.")
                : VersionConflict(database, head);
        if (AuditBreak(database, head) is { } broken)
            return broken;
        foreach (var key in change.AddKeys)
        {
            if (!key.Unique)
                continue;
            var owner = database.Cached("SELECT head FROM unique_keys WHERE class = ?1 AND value = ?2").Begin().Add(key.Class).Add(key.Value);
            var isTaken = owner.Step() && owner.Int64(0) != head?.Id;
            owner.End();
            if (isTaken)
                return new Conflict("store.key-taken", $"The {key.Class} key belongs to another subject.");
        }

        if (head is null)
            return null; // a new subject has no children yet
        foreach (var child in change.Children)
        {
            if (!child.MustBeNew)
                continue;
            var other = database.Cached("SELECT 1 FROM children WHERE head = ?1 AND kind = ?2 AND key = ?3")
                .Begin().Add(head.Id).Add(child.Kind).Add(child.Key);
            var exists = other.Step();
            other.End();
            if (exists)
                return new Conflict("store.child-exists", $"{change.Subject} has that {child.Kind} already.");
        }

        return null;
    }

    /// <summary>Who and when, if the newest audit entry made the version that is there.</summary>
    private Conflict VersionConflict(Database database, StoredRow? head)
    {
        var message = head is null ? $"{change.Subject} does not exist." : $"{change.Subject} was changed meanwhile.";
        if (head is not null && AuditRows.Newest(database, head.Id) is { } newest && newest.Entry.SubjectVersion == head.Version)
            return new Conflict("store.version", message, newest.Detail?.ActorName ?? newest.Entry.ActorId, newest.Entry.At);
        return new Conflict("store.version", message);
    }

    private Conflict? AuditBreak(Database database, StoredRow? head)
    {
        if (change.Audit.Count == 0)
            return null;
        var last = head is null ? AuditHead.None : AuditRows.HeadOf(database, head.Id);
        var first = change.Audit[0].Entry;
        return first.Previous == last.Hash && first.Number == last.Number + 1
            ? null
            : new Conflict("store.audit-chain", $"The audit entry does not follow number {last.Number} of {change.Subject}.");
    }

    private long WriteHead(Database database, StoredRow? head, long version)
    {
        var index = change.Index;
        if (head is null)
        {
            var insert = database.Cached("""
                INSERT INTO heads (subject, version, json, placed, changed, headline, path, step, error, city, variant, currency, amount)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id
                """).Begin().Add(change.Subject.Value).Add(version).AddBlob(change.Head.Span);
            AddIndex(insert, index);
            insert.Step();
            var id = insert.Int64(0);
            insert.Run();
            return id;
        }

        if (index is null)
        {
            database.Cached("UPDATE heads SET version = ?2, json = ?3 WHERE id = ?1")
                .Begin().Add(head.Id).Add(version).AddBlob(change.Head.Span).Run();
        }
        else if (head.IsListedAs(index))
        {
            // SQLite rewrites the entries of every index whose columns are named, equal or not.
            database.Cached("UPDATE heads SET version = ?2, json = ?3, changed = ?4 WHERE id = ?1")
                .Begin().Add(head.Id).Add(version).AddBlob(change.Head.Span).Add(index.ChangedAt.UtcTicks).Run();
        }
        else
        {
            var update = database.Cached("""
                UPDATE heads SET version = ?2, json = ?3, placed = ?4, changed = ?5, headline = ?6, path = ?7, step = ?8, error = ?9, city = ?10, variant = ?11,
                currency = ?12, amount = ?13 WHERE id = ?1
                """).Begin().Add(head.Id).Add(version).AddBlob(change.Head.Span);
            AddIndex(update, index);
            update.Run();
        }

        return head.Id;
    }

    private static void AddIndex(Statement statement, OrderIndex? index)
    {
        if (index is null)
        {
            for (var i = 0; i < IndexColumns; i++)
                statement.AddNull();
            return;
        }

        statement.Add(index.PlacedAt.UtcTicks).Add(index.ChangedAt.UtcTicks).Add((long)index.Headline).Add((long)index.Path)
            .Add(index.Step).Add(index.ErrorCode).Add(index.City).Add(index.Variant).Add(index.Currency).Add(index.Amount);
    }

    private void WriteChildren(Database database, long head, bool isNew)
    {
        foreach (var child in change.Children)
        {
            var sql = isNew || child.MustBeNew
                ? "INSERT INTO children (head, kind, key, json) VALUES (?1, ?2, ?3, ?4)"
                : "INSERT INTO children (head, kind, key, json) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (head, kind, key) DO UPDATE SET json = excluded.json";
            database.Cached(sql).Begin().Add(head).Add(child.Kind).Add(child.Key).AddBlob(child.Json.Span).Run();
        }
    }

    private void WriteKeys(Database database, long head, long placed)
    {
        foreach (var key in change.RemoveKeys)
        {
            var sql = key.Unique
                ? "UPDATE unique_keys SET gone = 1 WHERE head = ?1 AND class = ?2 AND value = ?3"
                : "DELETE FROM keys INDEXED BY keys_by_head WHERE head = ?1 AND class = ?2 AND value = ?3";
            database.Cached(sql).Begin().Add(head).Add(key.Class).Add(key.Value).Run();
        }

        foreach (var key in change.AddKeys)
        {
            if (key.Unique)
                database.Cached("INSERT INTO unique_keys (class, value, head) VALUES (?1, ?2, ?3) ON CONFLICT (class, value) DO UPDATE SET gone = 0")
                    .Begin().Add(key.Class).Add(key.Value).Add(head).Run();
            else
                database.Cached("INSERT OR IGNORE INTO keys (class, value, placed, head) VALUES (?1, ?2, ?3, ?4)")
                    .Begin().Add(key.Class).Add(key.Value).Add(placed).Add(head).Run();
        }
    }

    private void WriteEvents(WriterSession session)
    {
        foreach (var e in change.Events)
        {
            session.Database.Cached("INSERT INTO outbox (seq, topic, key, source, type, id, time, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
                .Begin().Add(session.NextOutbox()).Add(e.Topic).Add(e.Key).Add(e.Source).Add(e.DetailType).Add(e.Id).Add(e.Time.UtcTicks)
                .AddBlob(e.Detail.Span).Run();
            session.WakeOutbox(e.Topic);
        }
    }

    private void WriteAudit(WriterSession session, long head)
    {
        foreach (var one in audit)
            AuditRows.Insert(session, head, one);
    }
}
