namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Settings of the embedded order store; the defaults are for two cores and an ordinary disk.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>Change sets that wait for the writer; more callers wait before they enter.</summary>
    public int PendingWrites { get; init; } = 4096;

    /// <summary>At most so many change sets share one transaction and one fsync.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Connections for reads; as many reads can run at once.</summary>
    public int Readers { get; init; } = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    /// <summary>Page cache of the writer, KiB.</summary>
    public int WriterCacheKib { get; init; } = 64 * 1024;

    /// <summary>Page cache of each reader, KiB.</summary>
    public int ReaderCacheKib { get; init; } = 4 * 1024;

    /// <summary>Pages of 4 KiB in the log at which they move to the database: larger coalesces more, smaller restarts faster.</summary>
    public int CheckpointPages { get; init; } = 8_000;

    /// <summary>A search that no index narrows gives up its time after so long, says how far it came, and can be gone on with.</summary>
    public TimeSpan ScanBudget { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>A range of an index with fewer rows is read whole and sorted at once; with fewer than ten times as many, before anything is walked.</summary>
    public int NarrowRows { get; init; } = 3_000;

    /// <summary>Rows of a range in the list's order that are tried before a range of more than <see cref="NarrowRows"/> is read whole.</summary>
    public int GlanceRows { get; init; } = 1_000;

    /// <summary>Rows that a search within <see cref="ScanBudget"/> looks at between two looks at the clock.</summary>
    public int ScanChunk { get; init; } = 5_000;

    /// <summary>The database grows no further: then writes are refused as for a full disk. Null: as far as the disk goes.</summary>
    public long? MaxBytes { get; init; }
}
