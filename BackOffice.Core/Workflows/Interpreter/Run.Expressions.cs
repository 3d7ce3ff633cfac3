using System.Globalization;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>What expressions read.</summary>
internal sealed partial class Run
{
    /// <summary>The state's data after InputPath.</summary>
    private EvaluationScope Scope(Frame frame, AslState state) => DataFlow.Input(state, On(frame, frame.Input));

    private EvaluationScope On(Frame frame, Json data) => new(data, () => Context(frame), Variables(frame), _random);

    /// <exception cref="StateFailure">An expression fails, or the values together are larger than data may be (Service quotas, "variables").</exception>
    private JsonObj? Assigned(Frame frame, PayloadTemplate? template, Json data)
    {
        if (template?.Fill(On(frame, data)) is not JsonObj assigned)
            return null;
        return TooLarge(assigned)
            ? throw new StateFailure(StatesError.DataLimitExceeded, $"The variables assigned in the state '{frame.State}' exceed the maximum number of bytes service limit.")
            : assigned;
    }

    /// <summary>The frame's own variables before those of the lines of control around it.</summary>
    private JsonObj Variables(Frame frame)
    {
        if (frame.Parent < 0)
            return frame.Variables;
        var visible = Variables(Parent(frame));
        if (visible.Members.Length == 0)
            return frame.Variables;
        foreach (var member in frame.Variables.Members)
            visible = visible.With(member.Key, member.Value);
        return visible;
    }

    private Json Context(Frame frame) => definition.States[frame.State] is TaskState task
        ? ContextObject.Of(_execution, frame, isTask: true, Item(frame), task.Resource.Kind == TaskKind.LambdaCallback ? Token(frame) : null)
        : ContextObject.Of(_execution, frame, isTask: false, Item(frame), null);

    /// <summary>The token of the task that is being scheduled, or that is in progress.</summary>
    private string Token(Frame frame) => tokens is null
        ? throw new InvalidOperationException("Nobody makes task tokens.")
        : tokens(frame.Id, frame.Task?.Scheduled ?? _lastEventId + 1);

    /// <summary>What <c>$$.Map.Item</c> is in the innermost iteration around the frame; null outside of any.</summary>
    private Json? Item(Frame frame)
    {
        for (var at = frame; at.Parent >= 0;)
        {
            var parent = Parent(at);
            if (definition.States[parent.State] is MapState map)
                return ContextObject.Item(at.Index, Plan(parent, map).Items[at.Index]);
            at = parent;
        }

        return null;
    }

    private static string Cause(Frame frame, StateFailure failure) => failure.Error == StatesError.DataLimitExceeded
        ? failure.Cause
        : StateFailure.Clip(string.Create(
            CultureInfo.InvariantCulture,
            $"An error occurred while executing the state '{frame.State}' (entered at the event id #{frame.EnteredEventId}). {failure.Cause}"));
}
