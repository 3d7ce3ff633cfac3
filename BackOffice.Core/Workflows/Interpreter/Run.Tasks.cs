using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>Tasks: scheduled, taken, answered.</summary>
internal sealed partial class Run
{
    private (string? Next, Json Input) Schedule(Frame frame, TaskState task)
    {
        var scope = Scope(frame, task);
        var input = DataFlow.Parameters(task, scope);
        if (TooLarge(input))
            throw DataLimit(task.Name);
        var timeout = task.TimeoutSecondsPath is { } t ? DataFlow.Whole(scope, t, "TimeoutSecondsPath", 1) : task.TimeoutSeconds;
        var heartbeat = task.HeartbeatSecondsPath is { } h ? DataFlow.Whole(scope, h, "HeartbeatSecondsPath", 1) : task.HeartbeatSeconds;
        var (handler, payload) = task.Resource.IsIntegration ? LambdaInvocation.Read(input) : (task.Resource.Handler, input);
        Append(frame, TaskEvents.Scheduled(task.Resource.Kind), TaskEvents.ScheduledDetails(task.Resource, input, timeout, heartbeat));
        if (payload is null)
        {
            Append(frame, EventType.TaskStarted, TaskEvents.Of(task.Resource));
            return Failing(frame, task, "Lambda.InvalidRequestContentException", "Could not parse request body into json");
        }

        frame.Task = new TaskInProgress(frame.LastEventId, task.Resource.Kind, handler, payload, timeout, heartbeat, null, null);
        frame.Phase = FramePhase.Task;
        _work.Add(new TaskToHandOut(frame.Id, frame.Task));
        return (null, Json.Null);
    }

    private void OfTask(Frame frame, TaskSignal signal)
    {
        if (frame.Task is not { } task)
            return;
        var state = (TaskState)definition.States[frame.State];
        switch (signal)
        {
            case TaskStartedSignal started:
                if (task.StartedAt is null)
                    Append(frame, TaskEvents.Started(task.Kind), TaskEvents.StartedDetails(state.Resource, started.Worker));

                // A heartbeat may be written before the start that it follows.
                frame.Task = task with { StartedAt = task.StartedAt ?? _now, BeatAt = task.BeatAt > _now ? task.BeatAt : _now };
                break;
            case TaskHeartbeatSignal:
                frame.Task = task with { BeatAt = _now };
                break;
            case TaskSubmittedSignal submitted:
                Append(frame, EventType.TaskSubmitted, TaskEvents.Of(state.Resource, new EventDetail(EventField.Output, Response(submitted.Output).Text)));
                frame.Task = task with { Submitted = true, BeatAt = _now };
                break;
            case TaskSucceededSignal succeeded:
                frame.Task = null;
                frame.Phase = FramePhase.Running;
                Follow(frame, Succeeded(frame, state, task.Kind == TaskKind.LambdaInvoke ? Response(succeeded.Output) : succeeded.Output));
                break;
            case TaskFailedSignal failed:
                frame.Task = null;
                Follow(frame, Failing(frame, state, failed.Error, failed.Cause));
                break;
        }
    }

    private Json Response(Json payload) => LambdaInvocation.Response(payload, _now, _random);

    private (string? Next, Json Input) Succeeded(Frame frame, TaskState task, Json output)
    {
        if (TooLarge(output))
        {
            var limit = DataLimit(task.Resource.Arn);
            return Failing(frame, task, limit.Error, limit.Cause);
        }

        Append(frame, TaskEvents.Succeeded(task.Resource.Kind), TaskEvents.Of(task.Resource, new EventDetail(EventField.Output, output.Text)));
        try
        {
            var selected = DataFlow.Selected(task, output, data => On(frame, data));
            return Exit(frame, task, DataFlow.Place(task, frame.Input, selected), Assigned(frame, task.Assign, output));
        }
        catch (StateFailure failure)
        {
            return Failed(frame, task, failure.Error, Cause(frame, failure), ofTheTask: false);
        }
    }

    private (string? Next, Json Input) Failing(Frame frame, TaskState task, string? error, string? cause)
    {
        Append(frame, TaskEvents.Failed(task.Resource.Kind), TaskEvents.Of(task.Resource, ErrorDetails(error, cause)));
        return Failed(frame, task, error, cause, ofTheTask: true);
    }

    private void TimedOut(Frame frame, string error)
    {
        var task = (TaskState)definition.States[frame.State];
        Append(frame, TaskEvents.TimedOut(task.Resource.Kind), TaskEvents.Of(task.Resource, new EventDetail(EventField.Error, error)));
        frame.Task = null;
        Follow(frame, Failed(frame, task, error, null, ofTheTask: true));
    }
}
