using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;

namespace BackOffice.Components.Orders.Run;

/// <summary>Puts an order's run together from the execution's history and the step rows of batch jobs.</summary>
public static class RunReader
{
    public static OrderRun Read(OrderView view)
    {
        var flow = view.Definition is { } definition ? FlowReader.Read(definition.Asl) : null;
        var open = !view.Head.IsFinal && !view.Head.History && view.Head.Workflow is not WorkflowStatus.Failed;
        if (flow is null || view.Execution is null)
            return new OrderRun([.. StepNames.Of(view.Head).Select(step => FromRows(new FlowState(step, "Task", step, [], []), view, null))], null, open);

        var traces = HistoryReader.Read(view.History);
        var reached = Order(flow);
        var last = reached.FindLastIndex(state => traces.ContainsKey(state.Name));
        var states = reached.Select((state, index) =>
            FromRows(state, view, FromHistory(state, traces.GetValueOrDefault(state.Name), view, passed: index < last || view.Execution.Status is ExecutionStatus.Succeeded)));
        return new OrderRun([.. states], flow, open);
    }

    /// <summary>The spine in order, each branch right after the state it leaves.</summary>
    private static List<FlowState> Order(Flow flow)
    {
        var ordered = new List<FlowState>();
        foreach (var name in flow.Spine)
            Add(name);
        return ordered;

        void Add(string name)
        {
            if (flow.Find(name) is not { } state || ordered.Contains(state))
                return;
            ordered.Add(state);
            foreach (var way in state.Ways.Where(way => !flow.Spine.Contains(way.To)))
                Add(way.To);
        }
    }

    private static StateRun FromHistory(FlowState state, StateTrace? trace, OrderView view, bool passed)
    {
        if (trace is null || view.Execution is not { } execution)
            return new StateRun { State = state, Status = passed ? StepStatus.NotNeeded : StepStatus.NotStarted };

        var next = view.Head.Step is { } step && step.Name == state.Step ? step.NextTryAt : null;
        return new StateRun
        {
            State = state,
            Status = StatusOf(state, trace, execution.Status, view.Head),
            EnteredAt = trace.EnteredAt,
            ExitedAt = trace.ExitedAt,
            Tries = [.. trace.Tries.Select(attempt => attempt with { By = execution.Name })],
            NextTryAt = trace.ExitedAt is null ? next : null,
            Input = trace.Input,
            Output = trace.Output,
        };
    }

    private static StepStatus StatusOf(FlowState state, StateTrace trace, ExecutionStatus execution, OrderHead head)
    {
        if (trace.ExitedAt is not null)
            return StepStatus.Done;
        var last = trace.Tries.Count > 0 ? trace.Tries[^1] : null;
        if (execution is not ExecutionStatus.Running)
            return last?.Error == ErrorCodes.EffectUnknown && head.UnknownEffects > 0 ? StepStatus.Unknown : state.Type == "Succeed" ? StepStatus.Done : StepStatus.Failed;
        if (state.Step == StepNames.HoldForReview)
            return StepStatus.Held;
        if (state.Type == "Wait")
            return StepStatus.Waiting;
        return last is { Outcome: TryOutcome.Failed or TryOutcome.TimedOut } or { Number: > 1 } ? StepStatus.Retrying : StepStatus.Running;
    }

    /// <summary>Adds the tries of batch jobs, which are newer than those of the execution they took over from.</summary>
    private static StateRun FromRows(FlowState state, OrderView view, StateRun? run)
    {
        var known = run?.EnteredAt is not null;
        run ??= new StateRun { State = state, Status = view.Head.IsFinal && view.Head.Workflow is WorkflowStatus.Done ? StepStatus.NotNeeded : StepStatus.NotStarted };
        // Of a long history only the end is read: what came before it is known from the rows of the execution's own hand-outs.
        var isCut = view.History is [{ Id: > 1 }, ..] && !known;
        var rows = view.Steps.Where(row => row.Step == state.Step && (isCut || row.Owner != view.Execution?.Name)).ToList();
        if (rows.Count == 0)
            return run;
        var tries = run.Tries.Concat(rows.Select((row, index) => new Try(
            run.Tries.Count + index + 1, row.StartedAt, row.EndedAt,
            row.Status switch
            {
                StepStatus.Done or StepStatus.NotNeeded or StepStatus.Undone or StepStatus.Held => TryOutcome.Succeeded,
                StepStatus.Failed or StepStatus.Unknown or StepStatus.Retrying => TryOutcome.Failed,
                StepStatus.NotStarted or StepStatus.Waiting or StepStatus.Running => TryOutcome.Running,
            },
            row.ErrorCode, row.ErrorMessage, row.Owner)));
        return run with
        {
            Status = rows[^1].Status,
            EnteredAt = run.EnteredAt ?? rows[0].StartedAt,
            ExitedAt = rows[^1].Status is StepStatus.Done ? rows[^1].EndedAt : null,
            Tries = [.. tries],
            NextTryAt = view.Head.Step is { } step && step.Name == state.Step ? step.NextTryAt : null,
            Output = rows[^1].OutputJson ?? run.Output,
        };
    }
}
