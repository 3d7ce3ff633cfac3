using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders;

/// <summary>The second line of a step in graph and list.</summary>
public static class WorkflowWords
{
    /// <summary>How long it took, which try it is in, or that it has not begun.</summary>
    public static string Detail(StateRun state, DateTimeOffset now, OrderHead head) => state.Status switch
    {
        StepStatus.NotStarted => T("Not started"),
        StepStatus.NotNeeded => T("Not needed"),
        StepStatus.Retrying when state.NextTryAt is { } next && next > now =>
            T($"try {state.Tries.Count + 1}, {Formats.Duration(TimeSpan.FromSeconds(Math.Ceiling((next - now).TotalSeconds)))}"),
        StepStatus.Retrying when state.Tries is [.., { EndedAt: null }] => T($"try {state.Tries.Count}"),
        StepStatus.Retrying => T($"{state.Tries.Count} tries failed"),
        StepStatus.Held => head.FraudScore is { } score ? T($"score {score}") : T("waits for a person"),
        StepStatus.Failed when state.Tries.Count > 1 => T($"{state.Tries.Count} tries"),
        StepStatus.Undone => T("Undone"),
        StepStatus.Waiting or StepStatus.Running or StepStatus.Failed or StepStatus.Unknown or StepStatus.Done => state.Took(now) is { } took ? Formats.Duration(took) : "",
    };

    /// <summary>What the whole graph says, for those who do not see it.</summary>
    public static string Describe(OrderRun run) => string.Join(", ", run.Rows.Select(state => $"{state.Title} {Formats.Small(StatusLook.Of(state.Status).Word)}")) + ".";
}
