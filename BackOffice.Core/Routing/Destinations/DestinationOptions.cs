namespace BackOffice.Core.Routing.Destinations;

/// <summary>
/// A destination, section <c>Routing:Destinations:NAME</c>. Rules choose among these by name: no address and no secret can be typed into the console.
/// </summary>
public sealed record DestinationOptions
{
    public DestinationKind Kind { get; init; }

    /// <summary>Of Zendesk the account (<c>https://example.zendesk.com</c>), of a webhook the whole address. https, of a host in <c>Routing:AllowedHosts</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Name of the setting or environment variable that holds the secret: Zendesk's API token, a webhook's signing key.</summary>
    public string? Secret { get; init; }

    /// <summary>Zendesk: the agent's e-mail address, which signs in with the token.</summary>
    public string? User { get; init; }

    /// <summary>Name of the definition that a <see cref="DestinationKind.Workflow"/> starts.</summary>
    public string? Definition { get; init; }

    /// <summary>Name of the queue; the destination's own name when left out.</summary>
    public string? Queue { get; init; }

    /// <summary>Calls a second, 1 to 1,000.</summary>
    public int PerSecond { get; init; } = 10;

    /// <summary>Calls at once, 1 to 64.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Longest time of one call; AWS gives an API destination 5 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Zendesk: events with the same values there are one cause, and one ticket.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Zendesk: a cause without events for so long is over; the next event opens a ticket of its own.</summary>
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Zendesk: at most one comment so often on a ticket.</summary>
    public TimeSpan CommentEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What <see cref="GroupBy"/> is when nothing is configured: the step an order failed in, and its error.</summary>
    public static IReadOnlyList<string> DefaultGroupBy { get; } = ["$.detail.step", "$.detail.error"];

    /// <summary>True when events leave the house.</summary>
    public bool IsExternal => Kind is DestinationKind.Zendesk or DestinationKind.Webhook;

    /// <summary>False when an event that is sent again has an effect again; a ticket tells of an order once, however often it is replayed.</summary>
    public bool TellsDoubles => Kind switch
    {
        DestinationKind.Zendesk => true,
        DestinationKind.Webhook or DestinationKind.Queue or DestinationKind.Workflow or DestinationKind.OrderNote => false,
    };

    public IReadOnlyList<string> Groups => GroupBy.Count > 0 ? GroupBy : DefaultGroupBy;
}
