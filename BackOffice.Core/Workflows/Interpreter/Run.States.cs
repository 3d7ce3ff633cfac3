using System.Globalization;
using System.Text;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

internal sealed partial class Run
{
    /// <summary>Enters the state and goes on until the frame waits for something or the execution ends.</summary>
    private void Enter(Frame frame, string name, Json input)
    {
        for (string? next = name; next is not null;)
        {
            var state = definition.States[next];
            frame.State = next;
            frame.Input = input;
            frame.RetryCount = 0;
            frame.RetrierCounts = null;
            frame.Task = null;
            frame.WakeAt = null;
            frame.EnteredAt = _now;
            frame.Phase = FramePhase.Running;
            Append(frame, Entered(state), new(EventField.Input, input.Text), new(EventField.Name, next));
            frame.EnteredEventId = frame.LastEventId;
            (next, input) = Step(frame, state);
        }
    }

    /// <summary>Goes on in the state the frame stands in.</summary>
    private void Continue(Frame frame)
    {
        var (next, input) = Step(frame, definition.States[frame.State]);
        if (next is not null)
            Enter(frame, next, input);
    }

    /// <summary>Runs the state; where it leads to at once, or null when the frame waits or all has ended.</summary>
    private (string? Next, Json Input) Step(Frame frame, AslState state)
    {
        try
        {
            switch (state)
            {
                case PassState pass:
                    var passed = Scope(frame, pass);
                    var effective = pass.Parameters?.Fill(passed) ?? passed.Data;
                    return Exit(frame, pass, Place(frame, pass, pass.Result ?? effective), Assigned(frame, pass.Assign, pass.Result ?? effective));
                case TaskState task:
                    Schedule(frame, task);
                    return (null, Json.Null);
                case ChoiceState choice:
                    return Choose(frame, choice);
                case WaitState wait:
                    var until = WaitUntil(frame, wait);
                    if (until <= _now)
                        return LeaveWaitAt(frame, wait);
                    frame.Phase = FramePhase.Wait;
                    frame.WakeAt = until;
                    return (null, Json.Null);
                case SucceedState succeed:
                    var data = Scope(frame, succeed).Data;
                    return Exit(frame, succeed, data, Assigned(frame, succeed.Assign, data));
                case FailState fail:
                    var scope = new EvaluationScope(frame.Input, () => Context(frame), frame.Variables, _random);
                    var error = fail.ErrorPath is null ? fail.Error : Words(fail.ErrorPath.Evaluate(scope, "ErrorPath"), "ErrorPath");
                    var cause = fail.CausePath is null ? fail.Cause : Words(fail.CausePath.Evaluate(scope, "CausePath"), "CausePath");
                    Close(ExecutionStatus.Failed, EventType.ExecutionFailed, frame.LastEventId, error, cause);
                    return (null, Json.Null);
                default:
                    throw new InvalidOperationException($"The reader let through a state of type {state.GetType().Name}.");
            }
        }
        catch (StateFailure failure)
        {
            return Failed(frame, state, failure.Error, Cause(frame, failure), ofTheTask: false);
        }
    }

    private void LeaveWait(Frame frame)
    {
        var wait = (WaitState)definition.States[frame.State];
        (string? Next, Json Input) way;
        try
        {
            way = LeaveWaitAt(frame, wait);
        }
        catch (StateFailure failure)
        {
            way = Failed(frame, wait, failure.Error, Cause(frame, failure), ofTheTask: false);
        }

        if (way.Next is not null)
            Enter(frame, way.Next, way.Input);
    }

    private (string? Next, Json Input) LeaveWaitAt(Frame frame, WaitState wait)
    {
        var data = Scope(frame, wait).Data;
        return Exit(frame, wait, data, Assigned(frame, wait.Assign, data));
    }

    private DateTimeOffset WaitUntil(Frame frame, WaitState wait)
    {
        if (wait.Seconds is { } seconds)
            return frame.EnteredAt.AddSeconds(seconds);
        if (wait.Timestamp is { } timestamp)
            return timestamp;
        var scope = Scope(frame, wait);
        if (wait.SecondsPath is { } secondsPath)
            return frame.EnteredAt.AddSeconds(Seconds(scope.Read(secondsPath, "SecondsPath"), secondsPath, "SecondsPath", 0));
        var path = wait.TimestampPath ?? throw new InvalidOperationException("The reader let through a Wait without a time.");
        var value = scope.Read(path, "TimestampPath");
        return ChoiceOperators.Timestamp(value, out var at)
            ? at
            : throw new StateFailure(
                StatesError.Runtime,
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: "
                + $"{path.Text} == {Plain(value)}");
    }

    private static long Seconds(Json value, AslPath path, string field, long least)
    {
        if (value is not JsonNum number || !number.IsLong(out var seconds))
            throw new StateFailure(StatesError.Runtime, $"The {field} parameter cannot be parsed as a long value: {path.Text} == {Plain(value)}");
        if (seconds < least)
        {
            throw new StateFailure(
                StatesError.Runtime,
                $"The {field} parameter references a {(seconds < 0 ? "negative value" : "value that is too small")}: {path.Text} == {Plain(value)}");
        }

        return seconds <= 99_999_999
            ? seconds
            : throw new StateFailure(StatesError.Runtime, $"The {field} parameter references a value that is too large: {path.Text} == {Plain(value)}");
    }

    private (string? Next, Json Input) Choose(Frame frame, ChoiceState choice)
    {
        var scope = Scope(frame, choice);
        var branch = Array.Find(choice.Choices, c => c.Rule.Test(scope));
        var next = branch?.Next ?? choice.Default ?? throw new StateFailure(
            StatesError.NoChoiceMatched, "Failed to transition out of the state. The state does not point to a next state.");
        return Exit(frame, choice, scope.Data, Assigned(frame, branch is null ? choice.Assign : branch.Assign, scope.Data), next);
    }

    private void Schedule(Frame frame, TaskState task)
    {
        var scope = Scope(frame, task);
        var input = task.Parameters?.Fill(scope) ?? scope.Data;
        var timeout = task.TimeoutSecondsPath is { } t ? Seconds(scope.Read(t, "TimeoutSecondsPath"), t, "TimeoutSecondsPath", 1) : task.TimeoutSeconds;
        var heartbeat = task.HeartbeatSecondsPath is { } h
            ? Seconds(scope.Read(h, "HeartbeatSecondsPath"), h, "HeartbeatSecondsPath", 1)
            : task.HeartbeatSeconds;
        var details = new List<EventDetail>(4) { new(EventField.Resource, task.Resource.Arn), new(EventField.Input, input.Text) };
        if (timeout is { } seconds)
            details.Add(new(EventField.TimeoutInSeconds, null, seconds));
        if (heartbeat is { } beat)
            details.Add(new(EventField.HeartbeatInSeconds, null, beat));
        Append(frame, EventType.ActivityScheduled, [.. details]);
        frame.Task = new TaskInProgress(frame.LastEventId, task.Resource.Arn, input, timeout, heartbeat, null, null);
        frame.Phase = FramePhase.Task;
        _work.Add(new TaskToHandOut(frame.Id, frame.Task));
    }

    private void TaskSucceeded(Frame frame, Json output)
    {
        var task = (TaskState)definition.States[frame.State];
        (string? Next, Json Input) way;
        try
        {
            var selected = task.ResultSelector?.Fill(new EvaluationScope(output, () => Context(frame), frame.Variables, _random)) ?? output;
            way = Exit(frame, task, Place(frame, task, selected), Assigned(frame, task.Assign, output));
        }
        catch (StateFailure failure)
        {
            way = Failed(frame, task, failure.Error, Cause(frame, failure), ofTheTask: false);
        }

        if (way.Next is not null)
            Enter(frame, way.Next, way.Input);
    }

    /// <summary>A result at its place in the state's data. A path that does not fit fails.</summary>
    private static Json Place(Frame frame, AslResultState state, Json result) =>
        state.DiscardResult ? frame.Input
        : state.ResultPath is null ? result
        : state.ResultPath.Set(frame.Input, result);

    private (string? Next, Json Input) Exit(Frame frame, AslState state, Json data, JsonObj? assigned, string? next = null)
    {
        // OutputPath reads the variables as they were at entry (recorded).
        var output = state.DiscardOutput ? Json.Empty
            : state.OutputPath is null ? data
            : new EvaluationScope(data, () => Context(frame), frame.Variables, _random).Select(state.OutputPath);
        if (TooLarge(output))
        {
            throw new StateFailure(
                StatesError.DataLimitExceeded,
                $"The state/task '{state.Name}' returned a result with a size exceeding the maximum number of bytes service limit.");
        }

        return Leave(frame, state, output, assigned, next);
    }

    private (string? Next, Json Input) Leave(Frame frame, AslState state, Json output, JsonObj? assigned, string? next = null)
    {
        EventDetail[] details = [new(EventField.Name, state.Name), new(EventField.Output, output.Text)];
        if (assigned is not null)
        {
            var texts = new JsonObj(Array.ConvertAll(assigned.Members, m => new KeyValuePair<string, Json>(m.Key, Json.Of(m.Value.Text))));
            details = [.. details, new(EventField.AssignedVariables, texts.Text)];
            foreach (var member in assigned.Members)
                frame.Variables = frame.Variables.With(member.Key, member.Value);
        }

        Append(frame, Exited(state), details);
        next ??= state.Next;
        if (next is not null)
            return (next, output);
        Append(frame, EventType.ExecutionSucceeded, new EventDetail(EventField.Output, output.Text));
        _execution = _execution with { Status = ExecutionStatus.Succeeded, StoppedAt = _now, Output = output, TimeoutAt = null };
        _frames.Clear();
        return (null, Json.Null);
    }

    private JsonObj? Assigned(Frame frame, PayloadTemplate? template, Json data) =>
        template?.Fill(new EvaluationScope(data, () => Context(frame), frame.Variables, _random)) as JsonObj;

    /// <summary>The state's data after InputPath, and what its expressions read.</summary>
    private EvaluationScope Scope(Frame frame, AslState state)
    {
        if (state.DiscardInput)
            return new EvaluationScope(Json.Empty, () => Context(frame), frame.Variables, _random);
        var whole = new EvaluationScope(frame.Input, () => Context(frame), frame.Variables, _random);
        return state.InputPath is null ? whole : whole.On(whole.Select(state.InputPath));
    }

    private Json Context(Frame frame) => ContextObject.Of(_execution, frame, definition.States[frame.State] is TaskState);

    private bool TooLarge(Json value) =>
        value.Text.Length > limits.MaxDataBytes / 3 && Encoding.UTF8.GetByteCount(value.Text) > limits.MaxDataBytes;

    private static string Cause(Frame frame, StateFailure failure) => failure.Error == StatesError.DataLimitExceeded
        ? failure.Cause
        : string.Create(
            CultureInfo.InvariantCulture,
            $"An error occurred while executing the state '{frame.State}' (entered at the event id #{frame.EnteredEventId}). {failure.Cause}");

    private static string Words(Json value, string field) => value is JsonStr text
        ? text.Value
        : throw new StateFailure(StatesError.Runtime, $"The value for the field '{field}' must be a STRING, but is {value.Text}");

    private static string Plain(Json value) => value is JsonStr text ? text.Value : value.Text;

    private static EventType Entered(AslState state) => state switch
    {
        PassState => EventType.PassStateEntered,
        TaskState => EventType.TaskStateEntered,
        ChoiceState => EventType.ChoiceStateEntered,
        WaitState => EventType.WaitStateEntered,
        SucceedState => EventType.SucceedStateEntered,
        _ => EventType.FailStateEntered,
    };

    private static EventType Exited(AslState state) => state switch
    {
        PassState => EventType.PassStateExited,
        TaskState => EventType.TaskStateExited,
        ChoiceState => EventType.ChoiceStateExited,
        WaitState => EventType.WaitStateExited,
        _ => EventType.SucceedStateExited,
    };
}
