using System.Text;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>The way through the states.</summary>
internal sealed partial class Run
{
    /// <summary>Enters the state and goes on until the frame waits for something or ends.</summary>
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
    private void Continue(Frame frame) => Follow(frame, Step(frame, definition.States[frame.State]));

    private void Follow(Frame frame, (string? Next, Json Input) way)
    {
        if (way.Next is not null)
            Enter(frame, way.Next, way.Input);
    }

    /// <summary>Runs the state; where it leads to at once, or null when the frame waits or has ended.</summary>
    private (string? Next, Json Input) Step(Frame frame, AslState state)
    {
        try
        {
            switch (state)
            {
                case PassState pass:
                    var passed = DataFlow.Effective(pass, Scope(frame, pass));
                    return Exit(frame, pass, DataFlow.Place(pass, frame.Input, passed), Assigned(frame, pass.Assign, passed));
                case TaskState task:
                    return Schedule(frame, task);
                case ParallelState parallel:
                    return Fork(frame, parallel);
                case MapState map:
                    return Iterate(frame, map);
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
                    var scope = On(frame, frame.Input);
                    var error = fail.ErrorPath is null ? fail.Error : Words(fail.ErrorPath.Evaluate(scope, "ErrorPath"), "ErrorPath");
                    var cause = fail.CausePath is null ? fail.Cause : Words(fail.CausePath.Evaluate(scope, "CausePath"), "CausePath");
                    return Failed(frame, fail, error, cause, ofTheTask: false);
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

        Follow(frame, way);
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
            return frame.EnteredAt.AddSeconds(DataFlow.Whole(scope, secondsPath, "SecondsPath", 0));
        var path = wait.TimestampPath ?? throw new InvalidOperationException("The reader let through a Wait without a time.");
        var value = scope.Read(path, "TimestampPath");
        return ChoiceOperators.Timestamp(value, out var at)
            ? at
            : throw new StateFailure(
                StatesError.Runtime,
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: "
                + $"{path.Text} == {DataFlow.Plain(value)}");
    }

    /// <summary>No rule and no Default: States.Runtime, as measured on AWS, though its pages name States.NoChoiceMatched.</summary>
    private (string? Next, Json Input) Choose(Frame frame, ChoiceState choice)
    {
        var scope = Scope(frame, choice);
        var branch = Array.Find(choice.Choices, c => c.Rule.Test(scope));
        var next = branch?.Next ?? choice.Default ?? throw new StateFailure(
            StatesError.Runtime, "Failed to transition out of the state. The state does not point to a next state.");
        return Exit(frame, choice, scope.Data, Assigned(frame, branch is null ? choice.Assign : branch.Assign, scope.Data), next);
    }

    private (string? Next, Json Input) Exit(Frame frame, AslState state, Json data, JsonObj? assigned, string? next = null) =>
        Leave(frame, state, Output(frame, state, data), assigned, next);

    /// <summary>After OutputPath, which reads the variables as they were at entry (recorded).</summary>
    private Json Output(Frame frame, AslState state, Json data)
    {
        var output = DataFlow.Output(state, data, d => On(frame, d));
        return TooLarge(output) ? throw DataLimit(state.Name) : output;
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
        if (frame.Parent >= 0)
        {
            Finished(frame, output);
            return (null, Json.Null);
        }

        Append(frame, EventType.ExecutionSucceeded, new EventDetail(EventField.Output, output.Text));
        _execution = _execution with { Status = ExecutionStatus.Succeeded, StoppedAt = _now, Output = output, TimeoutAt = null };
        _frames.Clear();
        return (null, Json.Null);
    }

    /// <summary>Also what is nested deeper than can be read again.</summary>
    private bool TooLarge(Json value) =>
        value.Depth > JsonReading.MaxDepth
        || value.IsLongerThan(limits.MaxDataBytes)
        || (value.Text.Length > limits.MaxDataBytes / 3 && Encoding.UTF8.GetByteCount(value.Text) > limits.MaxDataBytes);

    private static StateFailure DataLimit(string what) => new(
        StatesError.DataLimitExceeded,
        $"The state/task '{what}' returned a result with a size exceeding the maximum number of bytes service limit.");

    private static string Words(Json value, string field) => value is JsonStr text
        ? text.Value
        : throw new StateFailure(StatesError.Runtime, $"The value for the field '{field}' must be a STRING, but is {value.Text}");

    private static EventType Entered(AslState state) => state switch
    {
        PassState => EventType.PassStateEntered,
        TaskState => EventType.TaskStateEntered,
        ParallelState => EventType.ParallelStateEntered,
        MapState => EventType.MapStateEntered,
        ChoiceState => EventType.ChoiceStateEntered,
        WaitState => EventType.WaitStateEntered,
        SucceedState => EventType.SucceedStateEntered,
        _ => EventType.FailStateEntered,
    };

    private static EventType Exited(AslState state) => state switch
    {
        PassState => EventType.PassStateExited,
        TaskState => EventType.TaskStateExited,
        ParallelState => EventType.ParallelStateExited,
        MapState => EventType.MapStateExited,
        ChoiceState => EventType.ChoiceStateExited,
        WaitState => EventType.WaitStateExited,
        _ => EventType.SucceedStateExited,
    };
}
