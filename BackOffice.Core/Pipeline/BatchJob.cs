namespace BackOffice.Core.Pipeline;

/// <summary>The staged jobs, in the order in which they are listed.</summary>
public enum BatchJob
{
    /// <summary>Takes up orders that were never dispatched by the time they should be done.</summary>
    Fallback,
    Fraud,
    Payment,
    Fulfilment,
}

/// <summary>What became of an order in one run of a job.</summary>
public enum BatchOutcome
{
    /// <summary>Somebody else had it, or it was not due any more: not counted as taken.</summary>
    NotTaken,

    /// <summary>Waits for the next job.</summary>
    WentOn,
    Held,
    Delivered,

    /// <summary>Failed, and is tried again by a later run.</summary>
    Later,

    /// <summary>A call had no answer; the reconciler looks it up.</summary>
    Unknown,

    /// <summary>Failed for good, or as often as it may: a person must act.</summary>
    Stopped,

    /// <summary>It could not be read or processed; the log has the exception.</summary>
    Broken,
}
