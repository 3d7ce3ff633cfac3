namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>What the engine has written since its start.</summary>
/// <param name="Commits">Transactions, each with one fsync.</param>
/// <param name="Transitions">State transitions in them; how many share an fsync is the quotient.</param>
/// <param name="Bytes">Bytes of history and snapshots, as handed to SQLite.</param>
public readonly record struct EngineCounts(long Commits, long Transitions, long Bytes);
