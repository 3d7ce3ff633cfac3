namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>Where the embedded engine keeps its data, and its limits: AWS's, unless a test wants to reach them.</summary>
public sealed record WorkflowOptions
{
    /// <summary>The database's name in a data folder.</summary>
    public const string FileName = "workflows.db";

    /// <summary>Path of the database.</summary>
    public required string File { get; init; }

    /// <summary>True when the data folder is known to be new: then, and only then, a missing or empty file is created.</summary>
    public bool CreateIfMissing { get; init; }

    /// <summary>How long after its end an execution can be redriven.</summary>
    public TimeSpan RedriveWindow { get; init; } = TimeSpan.FromDays(14);

    /// <summary>An execution with this many events or more cannot be redriven.</summary>
    public long RedriveMaxEvents { get; init; } = 24_999;

    /// <summary>How long after its first start an execution can be redriven. It ends no execution that runs: give the definition TimeoutSeconds for that.</summary>
    public TimeSpan MaxExecutionTime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How long after its end an execution, its history and its name are kept (Service quotas: 90 days). Longer than <see cref="RedriveWindow"/>.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How often what is older is looked for.</summary>
    public TimeSpan ExpireEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Events an execution may have; it fails with the last of them.</summary>
    public long MaxEvents { get; init; } = 25_000;

    /// <summary>UTF-8 bytes of an input or output.</summary>
    public int MaxDataBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// A task that a worker took and has not answered after this long gets its ActivityStarted event at once; an answer that comes sooner is
    /// written together with it.
    /// </summary>
    public TimeSpan StartedWithin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long <c>GetTaskAsync</c> waits for a task.</summary>
    public TimeSpan GetTaskWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Transitions that one transaction takes at most.</summary>
    public int MaxBatch { get; init; } = 1_000;

    /// <summary>Running executions whose snapshot stays in memory; the others are read again when something happens to them.</summary>
    public int MaxCached { get; init; } = 20_000;

    /// <summary>Where the seeds of transitions come from, on the writer's thread; null for chance. A test repeats a run with it.</summary>
    internal Func<long>? Seeds { get; init; }

    /// <summary>Called on the writer's thread after each commit and before anybody is told of it: where a test takes what a kill would leave.</summary>
    internal Action? AfterCommit { get; init; }
}
