using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>The live rules compiled together, as they were at one moment.</summary>
/// <param name="Version">See <see cref="RouterFile.RulesVersion"/>.</param>
/// <param name="Set">The enabled rules.</param>
/// <param name="Targets">Of every rule, disabled ones too.</param>
/// <param name="Refused">Rules whose pattern or targets cannot be read any more: they match nothing.</param>
internal sealed record LiveRules(long Version, RuleSet<string> Set, IReadOnlyDictionary<string, IReadOnlyList<LiveTarget>> Targets, IReadOnlyList<string> Refused)
{
    public static readonly LiveRules None = new(-1, new RuleSet<string>([]), new Dictionary<string, IReadOnlyList<LiveTarget>>(), []);

    public static LiveRules Read(Database database, long version, RoutingOptions options)
    {
        var patterns = new List<KeyValuePair<string, EventPattern>>();
        var targets = new Dictionary<string, IReadOnlyList<LiveTarget>>(StringComparer.Ordinal);
        var refused = new List<string>();
        foreach (var rule in EmbeddedRuleStore.Rules(database, null))
        {
            var read = EmbeddedRuleStore.Targets(database, rule.Name).Select(target => (target, input: TargetInput.Of(target))).ToList();
            if (EventPattern.Parse(rule.Pattern, PatternReading.Existing) is not { IsSuccess: true, Value: var pattern } || read.Any(one => !one.input.IsSuccess))
            {
                refused.Add(rule.Name);
                continue;
            }

            targets[rule.Name] = [.. read.Select(one => new LiveTarget(one.target, one.input.Value, options.Destinations.GetValueOrDefault(one.target.Destination)))];
            if (rule.Enabled)
                patterns.Add(new(rule.Name, pattern));
        }

        return new LiveRules(version, new RuleSet<string>(patterns), targets, refused);
    }
}

/// <summary>A target with its input read, and its destination; null for one that is configured no more.</summary>
internal sealed record LiveTarget(RuleTarget Target, TargetInput Input, DestinationOptions? Destination);
