namespace BackOffice.Core.Installation;

/// <summary>What a backend knows of itself, for the System page and <c>GET /api/system</c>.</summary>
public sealed record BackendFacts
{
    /// <summary>Where orders and executions are, and by what they are kept.</summary>
    public required IReadOnlyList<EngineFact> Engines { get; init; }

    public required FolderFact Folder { get; init; }

    /// <summary>The databases in the data folder, by name.</summary>
    public required IReadOnlyList<DatabaseFact> Databases { get; init; }

    /// <summary>How far the readers of the outbox are behind it, by topic.</summary>
    public required IReadOnlyList<OutboxLag> Outbox { get; init; }
}

/// <param name="What"><c>orders</c> or <c>workflows</c>.</param>
/// <param name="Engine"><c>SQLite 3.51.3</c>, or <c>DynamoDB, table backoffice</c>.</param>
/// <param name="Schema">The version of its tables; null where the engine has none.</param>
public sealed record EngineFact(string What, string Engine, long? Schema);

/// <param name="Path">The data folder, absolute.</param>
/// <param name="FreeBytes">Of its disk, as far as this process may use it.</param>
/// <param name="TotalBytes">Of its disk.</param>
public sealed record FolderFact(string Path, long FreeBytes, long TotalBytes);

/// <param name="Name">Of the file: <c>orders.db</c>.</param>
/// <param name="Bytes">Of the database itself.</param>
/// <param name="LogBytes">Of its write-ahead log, which is part of the database until it is moved there.</param>
public sealed record DatabaseFact(string Name, long Bytes, long LogBytes);

/// <param name="Topic">See <see cref="Common.Topics"/>.</param>
/// <param name="Waiting">Records that are not in their queue yet.</param>
/// <param name="AtMost">True when <paramref name="Waiting"/> counts records of other topics too, because only their places are known.</param>
/// <param name="OldestAt">When the first of them was written; null when none waits, or when it is not known.</param>
public sealed record OutboxLag(string Topic, long Waiting, bool AtMost, DateTimeOffset? OldestAt);
