namespace BackOffice.Core.Pipeline;

/// <summary>All intervals of the pipeline, section <c>Pipeline</c>; tests make them short.</summary>
public sealed record PipelineOptions
{
    public const string Section = "Pipeline";

    /// <summary>Above this score (0 to 100) a person looks at the order.</summary>
    public int ReviewAbove { get; init; } = 60;

    /// <summary>How long a person has to decide a hold before it shows as late.</summary>
    public TimeSpan DecideHoldWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an order may belong to a claim that does not renew it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>An instant order should be done by then, and be dispatched.</summary>
    public TimeSpan InstantDue { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A batch order should be done by then: three jobs and some slack.</summary>
    public TimeSpan BatchDue { get; init; } = TimeSpan.FromMinutes(50);

    /// <summary>Batch jobs run at multiples of this since midnight UTC.</summary>
    public TimeSpan BatchEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often the batch jobs take up what failed with a retryable error; then a person must.</summary>
    public int MaxFallbacks { get; init; } = 4;

    /// <summary>How often reconciler, sweeper and lease renewal look for what is due.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>When an unknown effect is looked up after it became unknown and after each look-up without an answer; then a person must.</summary>
    public IReadOnlyList<TimeSpan> LookUpAfter { get; init; } =
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    /// <summary>How often one key is sent again because a look-up said that the gateway does not know it; then a person must.</summary>
    public int MaxSends { get; init; } = 4;

    /// <summary>A key is not sent again this long before its lifetime ends.</summary>
    public TimeSpan KeyMargin { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long a queue message is invisible while the dispatcher works on it.</summary>
    public TimeSpan DispatchVisibility { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Deliveries before a message becomes a dead letter.</summary>
    public int DispatchTries { get; init; } = 5;

    /// <summary>Hand-outs of one step done at once.</summary>
    public int WorkersPerStep { get; init; } = 24;

    /// <summary>Orders dispatched, or taken up by one batch job, at once.</summary>
    public int Parallel { get; init; } = 32;

    /// <summary>Every setting that is wrong, by its key; empty when all are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (ReviewAbove is < 0 or > 100)
            errors.Add("Pipeline:ReviewAbove must be from 0 to 100.");
        foreach (var (name, value) in new[]
        {
            (nameof(DecideHoldWithin), DecideHoldWithin), (nameof(Lease), Lease), (nameof(InstantDue), InstantDue), (nameof(BatchDue), BatchDue),
            (nameof(BatchEvery), BatchEvery), (nameof(LookEvery), LookEvery), (nameof(DispatchVisibility), DispatchVisibility),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
                errors.Add($"Pipeline:{name} must be above 0 and at most a day.");
        }

        if (LookUpAfter.Count == 0 || LookUpAfter.Any(wait => wait <= TimeSpan.Zero))
            errors.Add("Pipeline:LookUpAfter needs at least one time, each above 0.");
        if (KeyMargin < TimeSpan.Zero)
            errors.Add("Pipeline:KeyMargin must not be negative.");
        foreach (var (name, value) in new[]
        {
            (nameof(DispatchTries), DispatchTries), (nameof(MaxSends), MaxSends), (nameof(WorkersPerStep), WorkersPerStep), (nameof(Parallel), Parallel),
        })
        {
            if (value is < 1 or > 1_000)
                errors.Add($"Pipeline:{name} must be from 1 to 1,000.");
        }

        if (MaxFallbacks is < 0 or > 1_000)
            errors.Add("Pipeline:MaxFallbacks must be from 0 to 1,000.");
        return errors;
    }
}
