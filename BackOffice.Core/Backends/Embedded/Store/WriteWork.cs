namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>One act of the writer. Applied inside a transaction that it shares with others, and told the outcome once that is on disk.</summary>
internal abstract class WriteWork
{
    /// <summary>
    /// Decides first, then writes: a refusal must leave no write behind. May be called again after a rollback. An exception rolls the whole
    /// transaction back.
    /// </summary>
    public abstract void Apply(WriterSession session);

    /// <summary>The transaction is on disk.</summary>
    public abstract void Complete();

    /// <summary>Nothing of it is stored, as far as is known.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>Work with a result.</summary>
internal abstract class WriteWork<T> : WriteWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    protected T? Outcome { get; set; }

    public override void Complete()
    {
        if (Outcome is { } outcome)
            _done.TrySetResult(outcome);
        else
            _done.TrySetException(new InvalidOperationException($"{GetType().Name} ended without an outcome."));
    }

    public override void Fail(Exception failure) => _done.TrySetException(failure);

    protected void FailWith(T outcome) => _done.TrySetResult(outcome);
}

/// <summary>Small work as a function.</summary>
internal sealed class WriteWorkOf<T>(Func<WriterSession, T> apply) : WriteWork<T>
    where T : notnull
{
    public override void Apply(WriterSession session) => Outcome = apply(session);

    public override void Fail(Exception failure) =>
        base.Fail(failure is SqliteFailure { Outage: { } outage } ? new Common.StoreOutage(outage, failure) : failure);
}
