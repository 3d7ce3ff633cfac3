using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>What follows an error: Retry, else Catch, else the end of the branch, the iteration or the execution.</summary>
internal sealed partial class Run
{
    /// <summary>
    /// The first retrier that means the error decides: when its attempts are used up the others are not asked (states-language.net, "Retrying
    /// after error").
    /// </summary>
    private (string? Next, Json Input) Failed(Frame frame, AslState state, string? error, string? cause, bool ofTheTask)
    {
        if (state is not AslWorkState work)
            return Ended(frame, state, error, cause, ofTheTask);
        if (work is not TaskState)
            AbortOpen(frame);
        var name = error ?? string.Empty;
        var at = Array.FindIndex(work.Retry, r => r.Means(name, ofTheTask));
        var used = at < 0 ? 0 : frame.RetrierCounts?[at] ?? 0;
        if (at >= 0 && used < work.Retry[at].MaxAttempts)
        {
            var counts = (int[]?)frame.RetrierCounts?.Clone() ?? new int[work.Retry.Length];
            counts[at]++;
            frame.RetrierCounts = counts;
            frame.RetryCount++;
            frame.WakeAt = _now + work.Retry[at].Delay(used, _random);
            frame.Phase = FramePhase.Backoff;
            if (work is not TaskState)
                Drop(frame);
            return (null, Json.Null);
        }

        return Array.Find(work.Catch, c => c.Means(name, ofTheTask)) is { } catcher
            ? Caught(frame, work, catcher, name, cause)
            : Ended(frame, state, error, cause, ofTheTask);
    }

    private (string? Next, Json Input) Caught(Frame frame, AslWorkState work, Catcher catcher, string error, string? cause)
    {
        Json failure = new JsonObj([new("Error", Json.Of(error)), new("Cause", Json.Of(cause ?? string.Empty))]);
        try
        {
            var output = catcher.DiscardResult ? frame.Input : catcher.ResultPath is null ? failure : catcher.ResultPath.Set(frame.Input, failure);
            var assigned = Assigned(frame, catcher.Assign, failure);
            if (TooLarge(output))
                throw DataLimit(work.Name);
            if (work is not TaskState)
            {
                Append(frame, FailedType(work));
                Drop(frame);
                frame.Phase = FramePhase.Running;
            }

            return Leave(frame, work, output, assigned, catcher.Next);
        }
        catch (StateFailure again)
        {
            return Ended(frame, work, again.Error, Cause(frame, again), ofTheTask: false);
        }
    }

    /// <summary>Nobody takes the error. States.Runtime ends the whole execution at once, wherever it happens (measured in a branch).</summary>
    private (string? Next, Json Input) Ended(Frame frame, AslState state, string? error, string? cause, bool ofTheTask)
    {
        if (error is { Length: 0 })
            error = null;
        if (error != StatesError.Runtime && state is AslWorkState and not TaskState)
        {
            Append(frame, FailedType(state));

            // What grew too large is made again from the start, as AWS's redrive does it.
            if (error == StatesError.DataLimitExceeded && frame.Phase == FramePhase.Join && frame.Open == 0)
                Drop(frame);
        }

        if (frame.Parent < 0 || error == StatesError.Runtime)
            Close(ExecutionStatus.Failed, EventType.ExecutionFailed, frame.LastEventId, error, cause);
        else
            OneFailed(frame, state, error, cause, ofTheTask);
        return (null, Json.Null);
    }

    /// <summary>A branch or an iteration has failed: it is tolerated, or what is around it fails.</summary>
    private void OneFailed(Frame child, AslState at, string? error, string? cause, bool ofTheTask)
    {
        var parent = Own(Parent(child));
        var state = (AslWorkState)definition.States[parent.State];
        child.Phase = FramePhase.Stopped;
        child.Task = null;
        parent.LastEventId = child.LastEventId;
        if (state is MapState map)
        {
            var failed = Append(child.LastEventId, EventType.MapIterationFailed, Iteration(map, child.Index));
            var plan = Plan(parent, map);
            if (plan.Tolerates(parent.Failures + 1))
            {
                parent.Failures++;
                parent.LastEventId = failed;
                Drop(child);
                child.Phase = FramePhase.Done;
                child.Input = new JsonObj([new("Error", Json.Of(error ?? string.Empty)), new("Cause", Json.Of(cause ?? string.Empty))]);
                child.Variables = Json.Empty;
                OneLess(parent, child);
                return;
            }

            if (map.ToleratesFailures)
                (error, cause, ofTheTask) = (StatesError.ExceedToleratedFailureThreshold, "The specified tolerated failure threshold was exceeded", false);
        }
        else if (AbortedType(at) is { } aborted)
        {
            // A branch has no event for its own failure; its state is written off (recorded).
            Append(child.LastEventId, aborted);
        }

        parent.Open--;
        var way = Failed(parent, state, error, cause, ofTheTask);
        if (_filling is { } filling && filling.ContainsKey(parent.Id))
            filling[parent.Id] = way;
        else
            Follow(parent, way);
    }

    /// <summary>Writes off the branches and iterations that are still open below the frame.</summary>
    private void AbortOpen(Frame frame)
    {
        if (frame.Open == 0)
            return;
        foreach (var open in _frames.Where(f => f.Parent == frame.Id && f.Phase is not (FramePhase.Done or FramePhase.Stopped)).ToArray())
            Abort(Own(open), definition.States[frame.State] as MapState);
        frame.Open = 0;
    }

    private void Abort(Frame frame, MapState? iterationOf)
    {
        AbortOpen(frame);
        if (AbortedType(definition.States[frame.State]) is { } aborted)
            Append(frame.LastEventId, aborted);
        if (iterationOf is not null)
            Append(frame.LastEventId, EventType.MapIterationAborted, Iteration(iterationOf, frame.Index));
        frame.Phase = FramePhase.Stopped;
        frame.Task = null;
        frame.WakeAt = null;
    }

    private static EventType FailedType(AslState state) => state is MapState ? EventType.MapStateFailed : EventType.ParallelStateFailed;

    /// <summary>Null for states that AWS has no such event for.</summary>
    private static EventType? AbortedType(AslState state) => state switch
    {
        TaskState => EventType.TaskStateAborted,
        WaitState => EventType.WaitStateAborted,
        ParallelState => EventType.ParallelStateAborted,
        MapState => EventType.MapStateAborted,
        _ => null,
    };
}
