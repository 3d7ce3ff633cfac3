using BackOffice.Core.Common;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Core.Routing.Replays;

/// <summary>The rules of a replay as they stand, compiled together.</summary>
internal sealed class ReplayPlan
{
    private readonly RuleSet<int> _patterns;
    private readonly List<int> _found = [];

    private ReplayPlan(IReadOnlyList<RoutingRule> rules, RuleSet<int> patterns) => (Rules, _patterns) = (rules, patterns);

    /// <summary>In the window's order.</summary>
    public IReadOnlyList<RoutingRule> Rules { get; }

    /// <summary>Every rule must be there, enabled and readable.</summary>
    public static async Task<Result<ReplayPlan>> ReadAsync(RuleShelf shelf, ReplayWindow window, CancellationToken cancellationToken)
    {
        if (window.Rules.Count is 0 or > ReplayWindow.MostRules)
            return new Invalid("rules", "Choose 1 to 50 rules.");
        if (window.To <= window.From)
            return new Invalid("to", "The window ends before it begins.");
        var rules = new List<RoutingRule>();
        foreach (var name in window.Rules.Distinct(StringComparer.Ordinal))
        {
            if (await shelf.FindAsync(name, cancellationToken).ConfigureAwait(false) is not { Revision: > 0, Content.State: not RuleState.Deleted } rule)
                return new NotFound("rule.not-found", $"There is no rule {name}.");
            if (rule.Content.State is not RuleState.Enabled)
                return new Rejected("rule.not-enabled", $"Events are replayed to enabled rules. Enable {name} first.");
            rules.Add(rule);
        }

        return Of(rules);
    }

    /// <summary>Those of the rules that are still there and enabled: what is disabled while a replay runs gets nothing more of it.</summary>
    public static async Task<Result<ReplayPlan>> LeftAsync(RuleShelf shelf, ReplayJob job, CancellationToken cancellationToken)
    {
        var rules = new List<RoutingRule>();
        foreach (var name in job.Rules)
        {
            if (await shelf.FindAsync(name, cancellationToken).ConfigureAwait(false) is { Content.State: RuleState.Enabled } rule)
                rules.Add(rule);
        }

        return Of(rules);
    }

    /// <summary>The rules that match, by their place in <see cref="Rules"/>; valid until it is asked again.</summary>
    public IReadOnlyList<int> Matching(RecordedEvent e)
    {
        _found.Clear();
        _ = _patterns.Match(e.Json.Span, _found);
        return _found;
    }

    private static Result<ReplayPlan> Of(IReadOnlyList<RoutingRule> rules)
    {
        var patterns = new List<KeyValuePair<int, EventPattern>>();
        for (var i = 0; i < rules.Count; i++)
        {
            var pattern = EventPattern.Parse(rules[i].Content.Pattern, PatternReading.Existing);
            if (pattern.Error is { } refused)
                return refused;
            patterns.Add(new(i, pattern.Value));
        }

        return new ReplayPlan(rules, new RuleSet<int>(patterns));
    }
}
