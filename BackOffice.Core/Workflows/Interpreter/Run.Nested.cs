using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>
/// Parallel and Map: frames below a frame. Each branch or iteration runs as far as it goes before the next one starts; nothing here recurses
/// deeper than states are nested.
/// </summary>
internal sealed partial class Run
{
    /// <summary>Iterations of an inline Map that run at a time (developer guide, "Using Map state in Inline mode").</summary>
    private const int MaxWidth = 40;

    /// <summary>Joins that are starting frames just now, and where they lead if they ended meanwhile.</summary>
    private Dictionary<int, (string? Next, Json Input)?>? _filling;

    /// <summary>The previousEventId of the next iteration: the last event of the one that ended, before its MapIterationSucceeded (recorded).</summary>
    private long _startAfter;

    private int _lastFrame;

    private (string? Next, Json Input) Fork(Frame frame, ParallelState parallel)
    {
        var input = DataFlow.Parameters(parallel, Scope(frame, parallel));
        if (TooLarge(input))
            throw DataLimit(parallel.Name);
        Append(frame, EventType.ParallelStateStarted);
        return Fill(frame, parallel, frame.LastEventId, input);
    }

    private (string? Next, Json Input) Iterate(Frame frame, MapState map)
    {
        var plan = Plan(frame, map);
        Append(frame, EventType.MapStateStarted, new EventDetail(EventField.Length, null, plan.Items.Length));
        return Fill(frame, map, frame.LastEventId, null);
    }

    private MapPlan Plan(Frame frame, MapState map)
    {
        if (frame.Plan is { } known)
            return known;
        var scope = Scope(frame, map);
        var items = map.ItemsPath is null ? scope.Data : scope.Select(map.ItemsPath);
        if (items is not JsonArr array)
            throw new StateFailure(StatesError.Runtime, $"Reference path \"{map.ItemsPath?.Text ?? "$"}\" must point to array.");
        var width = map.MaxConcurrencyPath is { } path ? DataFlow.Whole(scope, path, "MaxConcurrencyPath", 0) : map.MaxConcurrency ?? 0;
        return Own(frame).Plan = new MapPlan(
            scope.Data,
            array.Items,
            (int)Math.Min(width == 0 ? MaxWidth : width, MaxWidth),
            map.ToleratedFailureCountPath is { } count ? DataFlow.Whole(scope, count, "ToleratedFailureCountPath", 0) : map.ToleratedFailureCount,
            map.ToleratedFailurePercentagePath is { } percentage
                ? DataFlow.Whole(scope, percentage, "ToleratedFailurePercentagePath", 0, 100)
                : map.ToleratedFailurePercentage);
    }

    /// <summary>Starts what may start now. Where the state leads to when everything in it has ended already.</summary>
    /// <param name="started">The event that opens the state, when this is the first filling.</param>
    /// <param name="input">What each branch of a Parallel gets.</param>
    private (string? Next, Json Input) Fill(Frame frame, AslWorkState state, long? started, Json? input)
    {
        var (total, width) = state is MapState map ? (Plan(frame, map).Items.Length, Plan(frame, map).Width) : Branches(state);
        frame.Phase = FramePhase.Join;
        var filling = _filling ??= [];
        filling[frame.Id] = null;
        try
        {
            while (frame.Phase == FramePhase.Join && frame.Next < total && frame.Open < width)
            {
                var index = frame.Next++;
                frame.Open++;
                try
                {
                    StartOne(frame, state, index, started is { } first && index < width ? first : _startAfter, input);
                }
                catch (StateFailure)
                {
                    // Its input could not be made, so there is no frame for it: a redrive must begin with this one again.
                    frame.Next--;
                    frame.Open--;
                    throw;
                }
            }

            if (filling[frame.Id] is { } way)
                return way;
        }
        finally
        {
            filling.Remove(frame.Id);
        }

        return frame.Phase == FramePhase.Join && frame.Open == 0 && frame.Next == total ? Join(frame, state) : (null, Json.Null);
    }

    private static (int Total, int Width) Branches(AslWorkState state) => (((ParallelState)state).Branches.Length, int.MaxValue);

    private void StartOne(Frame parent, AslWorkState state, int index, long previous, Json? input)
    {
        string startAt;
        if (state is MapState map)
        {
            var plan = Plan(parent, map);
            var item = plan.Items[index];
            previous = Append(previous, EventType.MapIterationStarted, Iteration(map, index));
            startAt = map.StartAt;
            input = map.Parameters?.Fill(new EvaluationScope(
                plan.Data, () => ContextObject.Of(_execution, parent, isTask: false, ContextObject.Item(index, item), null), Variables(parent), _random)) ?? item;
            if (TooLarge(input))
                throw DataLimit(map.Name);
        }
        else
            startAt = ((ParallelState)state).Branches[index];

        _lastFrame = Math.Max(_lastFrame, _frames[^1].Id) + 1;
        var child = new Frame
        {
            Id = _lastFrame,
            Parent = parent.Id,
            Index = index,
            State = startAt,
            Input = input ?? Json.Empty,
            LastEventId = previous,
            Owner = _owner,
        };
        _frames.Add(child);
        Enter(child, startAt, child.Input);
    }

    /// <summary>A branch or an iteration has ended well.</summary>
    private void Finished(Frame child, Json output)
    {
        var parent = Own(Parent(child));
        child.Phase = FramePhase.Done;
        child.Input = output;
        child.Variables = Json.Empty;
        parent.LastEventId = child.LastEventId;
        if (definition.States[parent.State] is MapState map)
            parent.LastEventId = Append(child.LastEventId, EventType.MapIterationSucceeded, Iteration(map, child.Index));
        OneLess(parent, child);
    }

    private void OneLess(Frame parent, Frame child)
    {
        parent.Open--;
        _startAfter = child.LastEventId;
        if (_filling?.ContainsKey(parent.Id) != true)
            Advance(parent);
    }

    /// <summary>Starts what there is room for now, or leaves the state when nothing is open any more.</summary>
    private void Advance(Frame frame)
    {
        var state = (AslWorkState)definition.States[frame.State];
        (string? Next, Json Input) way;
        try
        {
            way = Fill(frame, state, null, null);
        }
        catch (StateFailure failure)
        {
            way = Failed(frame, state, failure.Error, Cause(frame, failure), ofTheTask: false);
        }

        Follow(frame, way);
    }

    private (string? Next, Json Input) Join(Frame frame, AslWorkState state)
    {
        var result = new JsonArr([.. _frames.Where(f => f.Parent == frame.Id).OrderBy(f => f.Index).Select(f => f.Input)]);
        if (TooLarge(result))
            throw DataLimit(state.Name);
        var selected = DataFlow.Selected(state, result, data => On(frame, data));
        var output = Output(frame, state, DataFlow.Place(state, frame.Input, selected));
        var assigned = Assigned(frame, state.Assign, result);
        Drop(frame);
        frame.Phase = FramePhase.Running;

        // The chain of previous ids passes over it (recorded).
        Append(frame.LastEventId, state is MapState ? EventType.MapStateSucceeded : EventType.ParallelStateSucceeded);
        return Leave(frame, state, output, assigned);
    }

    /// <summary>Forgets everything below the frame.</summary>
    private void Drop(Frame frame)
    {
        // A frame comes after its parent.
        HashSet<int> gone = [frame.Id];
        _frames.RemoveAll(f => gone.Contains(f.Parent) && gone.Add(f.Id));
        frame.Next = 0;
        frame.Open = 0;
        frame.Failures = 0;
        frame.Plan = null;
    }

    private static EventDetail[] Iteration(MapState map, int index) => [new(EventField.Name, map.Name), new(EventField.Index, null, index)];
}
