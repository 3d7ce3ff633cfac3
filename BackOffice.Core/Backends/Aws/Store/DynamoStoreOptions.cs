namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Settings of the order store on DynamoDB; the defaults keep one search near 100 read units and one second.</summary>
public sealed record DynamoStoreOptions
{
    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>Who folds the journal: the same for one data folder whenever it is opened, so that a restart need not wait for its own old lease.</summary>
    public string Owner { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>How often a request that was throttled, conflicted or got no answer is sent, in all.</summary>
    public int Tries { get; init; } = 10;

    /// <summary>The pause before the second try; doubled each time up to <see cref="LongestPause"/>, and shortened by chance.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A range of an index with fewer rows is read whole before anything is walked.</summary>
    public int NarrowRows { get; init; } = 500;

    /// <summary>Rows of an index that a search looks at before it says how far it came.</summary>
    public int WalkRows { get; init; } = 4_000;

    /// <summary>Heads that a search reads before it says how far it came.</summary>
    public int WalkHeads { get; init; } = 500;

    /// <summary>How long a folder of the journal may be silent before another takes over.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);
}
