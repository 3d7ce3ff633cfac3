using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing;

/// <summary>Section <c>Routing</c>.</summary>
public sealed record RoutingOptions
{
    public const string Section = "Routing";

    /// <summary>Hosts that destinations may be at; case does not matter, no wildcards.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public IReadOnlyDictionary<string, DestinationOptions> Destinations { get; init; } = new Dictionary<string, DestinationOptions>();

    public IReadOnlyDictionary<string, InboundOptions> Inbound { get; init; } = new Dictionary<string, InboundOptions>();

    /// <summary>How long recorded events and ended deliveries are kept.</summary>
    public TimeSpan RecordFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether a second person decides when external destinations begin or cease to get events.</summary>
    public bool SecondPerson { get; init; } = true;

    /// <summary>How often the router looks for new events and due deliveries.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The first pause before another try; it doubles with each, up to <see cref="LongestPause"/>, and half of it is chance.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>http and loopback addresses for <c>localhost</c>; set by composition in Development alone, never read from configuration.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>The destinations by name, without address or secret.</summary>
    internal IReadOnlyList<DestinationSummary> Summaries =>
    [
        .. Destinations.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new DestinationSummary(pair.Key, pair.Value.Kind, pair.Value.IsExternal, pair.Value.TellsDoubles, pair.Value.PerSecond)),
    ];

    /// <summary>Every setting that is wrong, by its key; empty when all are right.</summary>
    /// <param name="hasSecret">Whether a setting of that name has a value.</param>
    /// <param name="sends">False where another router sends, so that addresses and secrets of destinations are its.</param>
    public IReadOnlyList<string> Validate(Func<string, bool> hasSecret, bool sends = true)
    {
        List<string> errors = [];
        foreach (var host in AllowedHosts.Where(host => Uri.CheckHostName(host) is UriHostNameType.Unknown))
            errors.Add($"Routing:AllowedHosts: '{host}' is not a host name.");
        foreach (var (name, value) in new[]
        {
            (nameof(RecordFor), RecordFor), (nameof(LookEvery), LookEvery), (nameof(FirstPause), FirstPause), (nameof(LongestPause), LongestPause),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(366))
                errors.Add($"Routing:{name} must be above 0 and at most 366 days.");
        }

        foreach (var (name, destination) in Destinations)
            Check(name, destination, sends ? hasSecret : null, errors);
        foreach (var (name, inbound) in Inbound)
        {
            if (!RuleTarget.IsName(name))
                errors.Add($"Routing:Inbound: '{name}' is not a name of letters, digits, dots, dashes and underscores.");
            if (inbound.Secret is null || !hasSecret(inbound.Secret))
                errors.Add($"Routing:Inbound:{name}:Secret must name a setting that holds the signing key.");
            if (inbound.Tolerance <= TimeSpan.Zero || inbound.Tolerance > TimeSpan.FromHours(1))
                errors.Add($"Routing:Inbound:{name}:Tolerance must be above 0 and at most an hour.");
        }

        return errors;
    }

    private void Check(string name, DestinationOptions destination, Func<string, bool>? hasSecret, List<string> errors)
    {
        var key = $"Routing:Destinations:{name}";
        if (!RuleTarget.IsName(name))
            errors.Add($"{key}: a name has letters, digits, dots, dashes and underscores.");
        if (destination.IsExternal && hasSecret is not null)
        {
            if (OutboundAddress.Check(destination.Url, this) is { } wrong)
                errors.Add($"{key}:Url {wrong}");
            if (destination.Secret is null || !hasSecret(destination.Secret))
                errors.Add($"{key}:Secret must name a setting that holds the secret.");
        }

        if (destination.Kind is DestinationKind.Zendesk && hasSecret is not null && string.IsNullOrWhiteSpace(destination.User))
            errors.Add($"{key}:User must be the agent's e-mail address.");
        if (destination.Kind is DestinationKind.Workflow && hasSecret is not null && string.IsNullOrWhiteSpace(destination.Definition))
            errors.Add($"{key}:Definition must name a workflow.");
        if (destination.PerSecond is < 1 or > 1_000)
            errors.Add($"{key}:PerSecond must be from 1 to 1,000.");
        if (destination.Parallel is < 1 or > 64)
            errors.Add($"{key}:Parallel must be from 1 to 64.");
        if (destination.Timeout <= TimeSpan.Zero || destination.Timeout > TimeSpan.FromMinutes(1))
            errors.Add($"{key}:Timeout must be above 0 and at most a minute.");
        if (destination.QuietFor <= TimeSpan.Zero || destination.CommentEvery < TimeSpan.Zero)
            errors.Add($"{key}:QuietFor must be above 0, and CommentEvery not negative.");
        errors.AddRange(destination.GroupBy.Where(path => !EventPath.TryParse(path, out _)).Select(path => $"{key}:GroupBy: '{path}' is not a path such as $.detail.step."));
    }
}
