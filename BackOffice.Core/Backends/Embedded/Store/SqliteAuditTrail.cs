using BackOffice.Core.Audit;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>The audit log of the order store's file.</summary>
public sealed class SqliteAuditTrail(SqliteStore store) : IAuditTrail
{
    private const long SubjectsInAStretch = 2_000;

    /// <inheritdoc/>
    public Task<long> LastSequenceAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(database => database.CachedNumber("SELECT coalesce(max(seq), 0) FROM audit"), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SequencedHash>> HashesAsync(long after, int limit, CancellationToken cancellationToken) =>
        store.ScanAsync<IReadOnlyList<SequencedHash>>(
            database =>
            {
                var rows = database.Cached("SELECT seq, hash FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2").Begin().Add(after).Add((long)limit);
                var hashes = new List<SequencedHash>(limit);
                while (rows.Step())
                    hashes.Add(new SequencedHash(rows.Int64(0), rows.Bytes(1).ToArray()));
                return hashes;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChainStretch>> StretchesAsync(CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<ChainStretch>>(
            database =>
            {
                var last = database.CachedNumber("SELECT coalesce(max(id), 0) FROM heads");
                var stretches = new List<ChainStretch>();
                var from = long.MinValue;
                for (long to = SubjectsInAStretch; to <= last; to += SubjectsInAStretch)
                {
                    stretches.Add(new ChainStretch(from, to));
                    from = to;
                }

                stretches.Add(new ChainStretch(from, long.MaxValue));
                return stretches;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task ReadChainsAsync(ChainStretch stretch, IChainVisitor visitor, CancellationToken cancellationToken) =>
        store.ScanAsync(
            database =>
            {
                Visit(database, stretch, visitor);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCheckpoint>> CheckpointsAsync(long after, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<StoredCheckpoint>>(
            database =>
            {
                var rows = database.Cached("SELECT number, line, archived FROM checkpoints WHERE number > ?1 ORDER BY number LIMIT ?2")
                    .Begin().Add(after).Add((long)limit);
                var found = new List<StoredCheckpoint>();
                while (rows.Step())
                    found.Add(Checkpoint(rows));
                return found;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(
            database =>
            {
                var row = database.Cached("SELECT number, line, archived FROM checkpoints ORDER BY number DESC LIMIT 1").Begin();
                return row.Step() ? Checkpoint(row) : null;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task AddCheckpointAsync(long number, ReadOnlyMemory<byte> line, CancellationToken cancellationToken) =>
        store.WriteAsync(
            session =>
            {
                session.Database.Cached("INSERT INTO checkpoints (number, line, archived) VALUES (?1, ?2, 0)").Begin().Add(number).AddBlob(line.Span).Run();
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task MarkArchivedAsync(long number, CancellationToken cancellationToken) =>
        store.WriteAsync(
            session =>
            {
                session.Database.Cached("UPDATE checkpoints SET archived = 1 WHERE number = ?1").Begin().Add(number).Run();
                return true;
            },
            cancellationToken);

    private static StoredCheckpoint Checkpoint(Statement row) => new(row.Int64(0), row.Bytes(1).ToArray(), row.Int64(2) != 0);

    /// <summary>Merges heads and entries by the head's id; entries may be there without a head, and heads without entries.</summary>
    private static void Visit(Database database, ChainStretch stretch, IChainVisitor visitor)
    {
        var heads = database.Cached("SELECT id, subject, json FROM heads WHERE id >= ?1 AND id < ?2 ORDER BY id").Begin().Add(stretch.From).Add(stretch.To);
        var links = database.Cached("""
            SELECT a.head, a.seq, a.number, a.actor, a.action, a.hash, a.entry, d.detail
            FROM audit a INDEXED BY audit_by_head LEFT JOIN audit_detail d ON d.seq = a.seq
            WHERE a.head >= ?1 AND a.head < ?2 ORDER BY a.head, a.number
            """).Begin().Add(stretch.From).Add(stretch.To);
        var hasHead = heads.Step();
        var hasLink = links.Step();
        while (hasHead || hasLink)
        {
            var id = !hasLink || (hasHead && heads.Int64(0) <= links.Int64(0)) ? heads.Int64(0) : links.Int64(0);
            if (hasHead && heads.Int64(0) == id)
            {
                visitor.Subject(heads.Text(1), heads.Bytes(2));
                hasHead = heads.Step();
            }
            else
            {
                visitor.Subject(null, []);
            }

            for (; hasLink && links.Int64(0) == id; hasLink = links.Step())
            {
                visitor.Entry(new StoredLink
                {
                    Sequence = links.Int64(1),
                    Number = links.Int64(2),
                    Actor = links.Bytes(3),
                    Action = links.Bytes(4),
                    Hash = links.Bytes(5),
                    Entry = links.Bytes(6),
                    Detail = links.Bytes(7),
                });
            }
        }
    }
}
