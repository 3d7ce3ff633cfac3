using BackOffice.Core.Routing.Destinations;

namespace BackOffice.Core.Routing.Rules;

/// <summary>When one person is not enough: when external destinations begin or cease to get events.</summary>
internal static class SecondPerson
{
    /// <summary>Which destinations those are, for people; null when one person may do it.</summary>
    public static string? Why(RuleContent? before, RuleContent after, RoutingOptions options)
    {
        if (!options.SecondPerson)
            return null;
        var (was, becomes) = (Live(before, options), Live(after, options));
        var begins = becomes.Except(was).Order(StringComparer.Ordinal).ToList();
        var ceases = was.Except(becomes).Order(StringComparer.Ordinal).ToList();
        return (begins.Count, ceases.Count) switch
        {
            (0, 0) => null,
            ( > 0, 0) => $"{string.Join(" and ", begins)} would begin to get events.",
            (0, > 0) => $"{string.Join(" and ", ceases)} would no longer get events.",
            _ => $"{string.Join(" and ", begins)} would begin to get events, and {string.Join(" and ", ceases)} would no longer.",
        };
    }

    private static IEnumerable<string> Live(RuleContent? content, RoutingOptions options) =>
        content is not { State: RuleState.Enabled }
            ? []
            : content.Targets.Select(target => target.Destination).Where(name => options.Destinations.GetValueOrDefault(name)?.IsExternal == true).Distinct(StringComparer.Ordinal);
}
