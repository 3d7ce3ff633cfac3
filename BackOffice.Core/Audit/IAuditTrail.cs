namespace BackOffice.Core.Audit;

/// <summary>The log as the sealer and the verifier need it: as stored, unparsed, in streams. One implementation a backend.</summary>
public interface IAuditTrail
{
    /// <summary>The sequence number of the newest entry; 0 for an empty log.</summary>
    Task<long> LastSequenceAsync(CancellationToken cancellationToken);

    /// <summary>Hashes of up to <paramref name="limit"/> entries after a sequence number, in order.</summary>
    Task<IReadOnlyList<SequencedHash>> HashesAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The log cut into stretches of whole subjects, which may be read in any order and at once; between them they hold every subject and every
    /// entry, also entries whose subject is gone.
    /// </summary>
    Task<IReadOnlyList<ChainStretch>> StretchesAsync(CancellationToken cancellationToken);

    /// <summary>Tells the visitor of each subject of the stretch and of its entries by number, in one snapshot; on one thread.</summary>
    Task ReadChainsAsync(ChainStretch stretch, IChainVisitor visitor, CancellationToken cancellationToken);

    /// <summary>Checkpoints after a number, in order.</summary>
    Task<IReadOnlyList<StoredCheckpoint>> CheckpointsAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The checkpoint with the highest number.</summary>
    Task<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Durable when it returns. The checkpoint counts as not archived yet.</summary>
    Task AddCheckpointAsync(long number, ReadOnlyMemory<byte> line, CancellationToken cancellationToken);

    /// <summary>The second place has it too.</summary>
    Task MarkArchivedAsync(long number, CancellationToken cancellationToken);
}

/// <summary>An entry's place and hash.</summary>
public readonly record struct SequencedHash(long Sequence, ReadOnlyMemory<byte> Hash);

/// <summary>From and to (exclusive), in the backend's own terms.</summary>
public readonly record struct ChainStretch(long From, long To);

/// <summary>A checkpoint as stored. Only the newest may be not archived: a crash came between the two places.</summary>
public sealed record StoredCheckpoint(long Number, ReadOnlyMemory<byte> Line, bool IsArchived);

/// <summary>Is told of chains in order: a subject, its entries, the next subject.</summary>
public interface IChainVisitor
{
    /// <summary>A subject and its head's JSON; a null subject when entries have none any more.</summary>
    void Subject(string? subject, ReadOnlySpan<byte> headJson);

    /// <summary>An entry of the subject told last; spans are valid during the call.</summary>
    void Entry(in StoredLink link);
}

/// <summary>An entry as stored, unparsed.</summary>
public readonly ref struct StoredLink
{
    public required long Sequence { get; init; }

    /// <summary>As the store's index has it; the entry's own must be the same.</summary>
    public required long Number { get; init; }

    /// <summary>UTF-8, as the store's index has it.</summary>
    public required ReadOnlySpan<byte> Actor { get; init; }

    /// <summary>UTF-8, as the store's index has it.</summary>
    public required ReadOnlySpan<byte> Action { get; init; }

    /// <summary>32 bytes.</summary>
    public required ReadOnlySpan<byte> Hash { get; init; }

    /// <summary>Canonical JSON.</summary>
    public required ReadOnlySpan<byte> Entry { get; init; }

    /// <summary>Canonical JSON; empty once erased.</summary>
    public required ReadOnlySpan<byte> Detail { get; init; }
}

/// <summary>The second place of the checkpoints: appended to, never rewritten.</summary>
public interface ICheckpointArchive
{
    /// <summary>Durable when it returns.</summary>
    Task AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken);

    /// <summary>All lines from the first.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The key that signs checkpoints.</summary>
public interface ICheckpointKey
{
    string KeyId { get; }

    byte[] Sign(ReadOnlySpan<byte> content);

    bool Verify(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature);
}
