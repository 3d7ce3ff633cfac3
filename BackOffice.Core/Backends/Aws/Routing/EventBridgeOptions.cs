using System.Text.RegularExpressions;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Destinations;

namespace BackOffice.Core.Backends.Aws.Routing;

/// <summary>Section <c>Aws:EventBridge</c>: the bus that routes, and where its targets are. Credentials come from the SDK's own chain.</summary>
public sealed partial record EventBridgeOptions
{
    public const string Section = "Aws:EventBridge";

    /// <summary>Every target needs a queue of this name, unless it names another.</summary>
    private const string DefaultDeadLetters = "dead-letters";

    /// <summary><c>us-east-1</c>; <c>Aws:Region</c> when left out.</summary>
    public string? Region { get; init; }

    /// <summary>An endpoint instead of the region's own: one on this machine, or a VPC endpoint over https.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>Name of the bus; it exists already.</summary>
    public string Bus { get; init; } = "default";

    /// <summary>Before the name of each rule: rules without it are somebody else's and are neither listed nor touched.</summary>
    public string Prefix { get; init; } = "backoffice-";

    /// <summary>The target of each destination of <c>Routing:Destinations</c>.</summary>
    public IReadOnlyDictionary<string, EventBridgeTarget> Targets { get; init; } = new Dictionary<string, EventBridgeTarget>();

    /// <summary>ARN of the SQS queue for each name that targets give for their dead letters.</summary>
    public IReadOnlyDictionary<string, string> DeadLetters { get; init; } = new Dictionary<string, string>();

    /// <summary>True when nothing leaves this machine.</summary>
    public bool IsLoopback => Uri.TryCreate(ServiceUrl, UriKind.Absolute, out var url) && url.IsLoopback;

    /// <summary>What is wrong, each with its key.</summary>
    /// <param name="routing">Whose destinations the bus must be able to reach.</param>
    public IEnumerable<string> Validate(RoutingOptions routing)
    {
        if (!BusForm().IsMatch(Bus))
            yield return $"{Section}:Bus: '{Bus}' is no name of a bus.";
        if (!PrefixForm().IsMatch(Prefix))
            yield return $"{Section}:Prefix: '{Prefix}' must be 1 to 20 letters, digits, dots, dashes or underscores, so that rules of others are told apart.";
        if (string.IsNullOrEmpty(Region) && !IsLoopback)
            yield return $"{Section}:Region or {AwsOptions.Section}:Region is needed; only an {Section}:ServiceUrl on this machine does without.";
        if (!string.IsNullOrEmpty(ServiceUrl) && (!Uri.TryCreate(ServiceUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))))
            yield return $"{Section}:ServiceUrl: '{ServiceUrl}' is no https address, and no http address of this machine.";
        if (!DeadLetters.ContainsKey(DefaultDeadLetters))
            yield return $"{Section}:DeadLetters:{DefaultDeadLetters} must be the ARN of an SQS queue: there is no target without dead letters.";
        foreach (var (name, arn) in DeadLetters.Where(pair => !QueueForm().IsMatch(pair.Value)))
            yield return $"{Section}:DeadLetters:{name}: '{arn}' is no ARN of an SQS queue.";
        foreach (var (name, destination) in routing.Destinations)
        {
            if (Wrong(name, destination.Kind) is { } wrong)
                yield return wrong;
        }
    }

    /// <summary>Why EventBridge cannot send to a destination as it is configured; null when it can.</summary>
    private string? Wrong(string name, DestinationKind kind)
    {
        var arn = Targets.GetValueOrDefault(name)?.Arn ?? "";
        var key = $"{Section}:Targets:{name}:Arn";
        return kind switch
        {
            DestinationKind.OrderNote => $"Routing:Destinations:{name}: EventBridge cannot add notes to orders. Remove the destination, or set Backend:Routing to Embedded.",
            DestinationKind.Queue => QueueForm().IsMatch(arn) ? null : $"{key} must be the ARN of an SQS queue: on EventBridge the destination {name} is one.",
            DestinationKind.Workflow => !MachineForm().IsMatch(arn) ? $"{key} must be the ARN of a Step Functions state machine: on EventBridge the destination {name} is one." : RoleOf(name),
            DestinationKind.Zendesk or DestinationKind.Webhook => !EndpointForm().IsMatch(arn)
                ? $"{key} must be the ARN of an API destination: EventBridge reaches {name} through one, made with its connection and secret on AWS."
                : RoleOf(name),
        };
    }

    private string? RoleOf(string name) =>
        RoleForm().IsMatch(Targets[name].RoleArn ?? "") ? null : $"{Section}:Targets:{name}:RoleArn must be the ARN of the role that EventBridge calls it with.";

    [GeneratedRegex("^[/.A-Za-z0-9_-]{1,256}$", RegexOptions.CultureInvariant)]
    private static partial Regex BusForm();

    [GeneratedRegex("^[.A-Za-z0-9_-]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex PrefixForm();

    [GeneratedRegex("^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex QueueForm();

    [GeneratedRegex("^arn:aws[a-z-]*:states:[a-z0-9-]+:[0-9]{12}:stateMachine:[A-Za-z0-9_-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex MachineForm();

    [GeneratedRegex("^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:api-destination/[A-Za-z0-9_.-]+(/[a-f0-9-]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex EndpointForm();

    [GeneratedRegex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", RegexOptions.CultureInvariant)]
    private static partial Regex RoleForm();
}
