using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>Why an event went where it went.</summary>
internal static class TraceWords
{
    public static string IconOf(RuleVerdict rule) => (rule.Matches, rule.IsEnabled) switch
    {
        (true, true) => Icons.CheckCircle,
        (true, false) => Icons.PauseCircle,
        (false, _) => Icons.RemoveCircleOutline,
    };

    /// <summary>What a pattern asks for is said by the engine, in English.</summary>
    public static string Why(RuleVerdict rule) => (rule.Matches, rule.IsEnabled) switch
    {
        (true, true) => T("It matches."),
        (true, false) => T("It matches, and is disabled: the event was dropped."),
        (false, _) => T($"Does not match: {rule.Why}"),
    };

    /// <summary>Why the event did not reach the destination, a sentence for each rule that sends there; what became of it when it was sent there.</summary>
    public static IReadOnlyList<string> WhyNot(EventTrace trace, string destination)
    {
        if (trace.Deliveries.FirstOrDefault(delivery => delivery.Destination == destination) is { } sent)
            return [sent is { State: DeliveryState.Dead or DeliveryState.Pending, ErrorCode: { } code } ? $"{DeliveryWords.Sentence(sent)} {DeliveryWords.Cause(code)}" : DeliveryWords.Sentence(sent)];
        var rules = trace.Rules.Where(rule => rule.Destinations.Contains(destination)).ToList();
        return rules.Count == 0
            ? [T($"No rule sends to {destination}.")]
            : [.. rules.Select(rule => rule is { Matches: true, IsEnabled: true }
                ? T($"{rule.Rule} matches now, and did not when the event came: it was changed or enabled later.")
                : $"{rule.Rule}: {Why(rule)}")];
    }
}
