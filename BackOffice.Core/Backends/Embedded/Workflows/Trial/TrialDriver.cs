using BackOffice.Core.Common;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Backends.Embedded.Workflows.Trial;

/// <summary>
/// Drives one execution to its end, one thing at a time and always in the same order: every task that waits is answered, the one scheduled first
/// before the others; when none waits the clock jumps to the next timer.
/// </summary>
internal sealed class TrialDriver(EmbeddedWorkflows engine, JumpingClock clock, Func<TrialTask, Result<TrialAnswer>> answer)
{
    /// <summary>Jumps of the clock after which an execution that has written nothing counts as stuck: a timer that cannot be stored is tried for ever.</summary>
    private const int MostJumps = 1_000;

    private readonly List<ReadyTask> _held = [];
    private (long Events, int Jumps) _progress;

    /// <summary>The execution's end; or why it goes no further: a task has no answer, or nothing is left that could happen.</summary>
    public async Task<Result<ExecutionDescription>> RunAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var due = await engine.SettleAsync(cancellationToken).ConfigureAwait(false);
            var execution = await engine.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
            if (execution is null)
                return Description.DoesNotExist(name);
            if (execution.Status != ExecutionStatus.Running)
                return execution;
            _held.AddRange(await engine.TakeReadyAsync("trial", cancellationToken).ConfigureAwait(false));
            if (_held.Count > 0)
            {
                var first = _held.MinBy(task => task.Scheduled);
                _held.Remove(first);
                if (await AnswerAsync(first, cancellationToken).ConfigureAwait(false) is { } error)
                    return error;
            }
            else if (due is { } next && Jumps(execution.EventCount) <= MostJumps)
            {
                clock.Now = next > clock.Now ? next : clock.Now;
            }
            else
            {
                return new Rejected("Trial.Stuck", $"The execution stands in '{execution.CurrentState}', and nothing will happen there any more.");
            }
        }
    }

    /// <summary>Jumps since the last event.</summary>
    private int Jumps(long events)
    {
        _progress = (events, _progress.Events == events ? _progress.Jumps + 1 : 1);
        return _progress.Jumps;
    }

    private async Task<Error?> AnswerAsync(ReadyTask ready, CancellationToken cancellationToken)
    {
        var chosen = answer(new TrialTask(ready.State, ready.Task.Activity, ready.Task.InputJson));
        if (!chosen.IsSuccess)
            return chosen.Error;
        var done = chosen.Value switch
        {
            TrialOutput output => await engine.SucceedAsync(ready.Task.Token, output.OutputJson, cancellationToken).ConfigureAwait(false),
            TrialFailure failure => await engine.FailAsync(ready.Task.Token, failure.Error, failure.Cause, cancellationToken).ConfigureAwait(false),
            _ => Done.Value,
        };

        // Too late is no fault of the trial: a time-out, or a branch beside it, was faster.
        return done.IsSuccess || done.Error.Code == "TaskTimedOut" ? null : done.Error;
    }
}
