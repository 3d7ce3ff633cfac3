using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>Makes the sender of each configured destination.</summary>
public sealed class DestinationSenders(
    RoutingOptions options, OutboundHttp http, ISecrets secrets, ICauses causes, IStore store, IQueues queues, IWorkflows workflows, IOrderCommands orders, TimeProvider clock) : ISenders
{
    public IDestinationSender Of(string name)
    {
        var destination = options.Destinations[name];
        return destination.Kind switch
        {
            DestinationKind.Zendesk => new ZendeskSender(name, destination, http, secrets, causes, clock),
            DestinationKind.Webhook => new WebhookSender(destination, http, secrets, clock),
            DestinationKind.Queue => new QueueSender(destination.Queue ?? name, store, queues, clock),
            DestinationKind.Workflow => new WorkflowSender(destination.Definition ?? "", workflows),
            DestinationKind.OrderNote => new OrderNoteSender(orders),
        };
    }
}
