using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>What follows an error: Retry, else Catch, else the end.</summary>
internal sealed partial class Run
{
    private void Fail(Frame frame, string error, string? cause, bool ofTheTask)
    {
        var (next, input) = Failed(frame, definition.States[frame.State], error, cause, ofTheTask);
        if (next is not null)
            Enter(frame, next, input);
    }

    /// <summary>
    /// Retry, else Catch, else the end. The first retrier that means the error decides: when its attempts are used up the others are not asked
    /// (states-language.net, "Retrying after error").
    /// </summary>
    private (string? Next, Json Input) Failed(Frame frame, AslState state, string error, string? cause, bool ofTheTask)
    {
        if (state is TaskState task)
        {
            var at = Array.FindIndex(task.Retry, r => r.Means(error, ofTheTask));
            var used = at < 0 ? 0 : frame.RetrierCounts?[at] ?? 0;
            if (at >= 0 && used < task.Retry[at].MaxAttempts)
            {
                var counts = (int[]?)frame.RetrierCounts?.Clone() ?? new int[task.Retry.Length];
                counts[at]++;
                frame.RetrierCounts = counts;
                frame.RetryCount++;
                frame.WakeAt = _now + task.Retry[at].Delay(used, _random);
                frame.Phase = FramePhase.Backoff;
                return (null, Json.Null);
            }

            if (Array.Find(task.Catch, c => c.Means(error, ofTheTask)) is { } catcher)
                return Caught(frame, task, catcher, error, cause);
        }

        Close(ExecutionStatus.Failed, EventType.ExecutionFailed, frame.LastEventId, error.Length == 0 ? null : error, cause);
        return (null, Json.Null);
    }

    private (string? Next, Json Input) Caught(Frame frame, TaskState task, Catcher catcher, string error, string? cause)
    {
        Json failure = new JsonObj([new("Error", Json.Of(error)), new("Cause", Json.Of(cause ?? string.Empty))]);
        try
        {
            var output = catcher.DiscardResult ? frame.Input : catcher.ResultPath is null ? failure : catcher.ResultPath.Set(frame.Input, failure);
            return Leave(frame, task, output, Assigned(frame, catcher.Assign, failure), catcher.Next);
        }
        catch (StateFailure again)
        {
            Close(ExecutionStatus.Failed, EventType.ExecutionFailed, frame.LastEventId, again.Error, Cause(frame, again));
            return (null, Json.Null);
        }
    }
}
