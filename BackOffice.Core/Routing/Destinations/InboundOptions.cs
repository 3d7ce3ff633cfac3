namespace BackOffice.Core.Routing.Destinations;

/// <summary>A webhook that somebody else sends us, section <c>Routing:Inbound:NAME</c>; its address is <c>/hooks/NAME</c>.</summary>
public sealed record InboundOptions
{
    public InboundFormat Format { get; init; }

    /// <summary>Name of the setting or environment variable that holds the signing key.</summary>
    public string? Secret { get; init; }

    /// <summary>How old a signed request may be, and how far ahead.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);
}

public enum InboundFormat
{
    /// <summary>webhook-id, webhook-timestamp, webhook-signature (Standard Webhooks).</summary>
    Standard,

    /// <summary>X-Zendesk-Webhook-Signature, and its timestamp (Zendesk developer docs, "Verifying webhook authenticity").</summary>
    Zendesk,
}
