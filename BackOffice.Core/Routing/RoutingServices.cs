using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Replays;
using BackOffice.Core.Routing.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BackOffice.Core.Routing;

public static class RoutingServices
{
    /// <summary>Rules, their publication, and what people ask of routing. The backend registers IRuleStore, IEventRecord, IDeliveries and ICauses; composition ISecrets.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="options">Checked.</param>
    /// <param name="run">False for a command that must not send anything.</param>
    public static IServiceCollection AddRouting(this IServiceCollection services, RoutingOptions options, bool run = true)
    {
        services.AddSingleton(options);
        services.AddSingleton<RuleShelf>().AddSingleton<RuleChecks>().AddSingleton<RulePublisher>();
        services.AddSingleton<IRules, RuleDesk>().AddSingleton<IRouting, RoutingDesk>().AddSingleton<IEventBus, OutboxBus>();
        services.AddSingleton<EventTracer>().AddSingleton<IDeliveryDesk, DeliveryDesk>().AddSingleton<IReplays, ReplayDesk>();
        services.AddSingleton(provider => new OutboundHttp(options, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISenders, DestinationSenders>();
        services.AddSingleton<Inbound.InboundHooks>();
        return run ? services.AddHostedService<RulePublishing>().AddHostedService<ReplayRunner>() : services;
    }
}
