using BackOffice.Core.Common;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>A request to the writer: run within a batch, answered when the batch is on disk.</summary>
internal abstract class EngineWork
{
    /// <summary>On the writer's thread, inside the transaction.</summary>
    public abstract void Run(WorkflowEngine engine);

    /// <summary>The batch is on disk.</summary>
    public abstract void Committed();

    /// <summary>This request, or its batch, failed; nothing of it is on disk.</summary>
    public abstract void Failed(Exception exception);
}

internal sealed class EngineWork<T>(Func<WorkflowEngine, Result<T>> run) : EngineWork
{
    private readonly TaskCompletionSource<Result<T>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Result<T> _result;

    public Task<Result<T>> Answer => _answer.Task;

    public override void Run(WorkflowEngine engine) => _result = run(engine);

    public override void Committed() => _answer.TrySetResult(_result);

    public override void Failed(Exception exception)
    {
        if (exception is SqliteException or EngineStopped)
            _answer.TrySetResult(new Unavailable("Workflows.Unavailable", $"The workflow store cannot write now: {exception.Message}"));
        else
            _answer.TrySetException(exception);
    }
}

/// <summary>The writer has ended, or its file has failed.</summary>
internal sealed class EngineStopped(string message) : Exception(message);
