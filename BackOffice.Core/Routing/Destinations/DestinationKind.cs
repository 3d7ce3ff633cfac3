namespace BackOffice.Core.Routing.Destinations;

public enum DestinationKind
{
    /// <summary>Tickets at Zendesk, grouped by cause.</summary>
    Zendesk,

    /// <summary>A signed POST to a partner (Standard Webhooks).</summary>
    Webhook,

    /// <summary>A durable queue of this program.</summary>
    Queue,

    /// <summary>An execution of an installed definition.</summary>
    Workflow,

    /// <summary>A note on the order that the event is about.</summary>
    OrderNote,
}
