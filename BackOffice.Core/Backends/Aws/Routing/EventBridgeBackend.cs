using Amazon.EventBridge;
using Amazon.Runtime;
using BackOffice.Core.Backends.Embedded.Router;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Aws.Routing;

/// <summary>
/// Rules on EventBridge. The embedded router stays what records events, and has one rule: everything goes to the bus, with the router's own tries and dead letters.
/// What the bus does with them afterwards is EventBridge's, and is seen there.
/// </summary>
public static class EventBridgeBackend
{
    /// <summary>What the hand-over to the bus is called where deliveries are shown.</summary>
    public const string BusName = "event-bus";

    /// <summary>Before <see cref="RouterRegistration.AddEmbeddedRouter"/>, which adds the rest.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="options">Sound.</param>
    /// <param name="routing">The pauses of tries and how long things are kept.</param>
    /// <param name="run">False for a command that must not send anything.</param>
    public static IServiceCollection AddEventBridge(this IServiceCollection services, EventBridgeOptions options, RoutingOptions routing, bool run) =>
        services.AddEventBridge(options, routing, run, null);

    /// <summary>The same with credentials; null for the SDK's own chain.</summary>
    internal static IServiceCollection AddEventBridge(this IServiceCollection services, EventBridgeOptions options, RoutingOptions routing, bool run, AWSCredentials? credentials)
    {
        var bus = BusOnly(routing);
        services.AddSingleton(_ => EventBridgeClient.Create(options, credentials));
        services.AddSingleton<IRuleStore>(provider => new EventBridgeRuleStore(provider.GetRequiredService<IAmazonEventBridge>(), options));
        services.AddSingleton<IDeliveries>(provider => new EmbeddedDeliveries(provider.GetRequiredService<RouterFile>(), bus, provider.GetRequiredService<TimeProvider>(), canReplay: false));
        services.AddSingleton<ISenders>(provider => new BusSenders(new BusSender(provider.GetRequiredService<IAmazonEventBridge>(), options)));
        if (!run)
            return services;
        services.AddSingleton(provider => new EventRouter(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<RouterFile>(), provider.GetRequiredService<ISenders>(), bus, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventRouter>>()));
        // Before the router takes anything.
        return services.AddSingleton<IHostedService>(provider => new BusRule(provider.GetRequiredService<RouterFile>()));
    }

    /// <summary>The router's options with the bus as its one destination.</summary>
    internal static RoutingOptions BusOnly(RoutingOptions routing) => routing with
    {
        Destinations = new Dictionary<string, DestinationOptions> { [BusName] = new() { Kind = DestinationKind.Queue, PerSecond = 1_000 } },
    };

    private sealed class BusSenders(BusSender sender) : ISenders
    {
        public IDestinationSender Of(string name) => sender;
    }

    /// <summary>Makes everything go to the bus and nothing anywhere else: rules of an embedded router that was here before are not this one's any more.</summary>
    private sealed class BusRule(RouterFile file) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => SetAsync(new EmbeddedRuleStore(file), cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <exception cref="InvalidOperationException">The router's own file does not take its one rule.</exception>
    internal static async Task SetAsync(IRuleStore router, CancellationToken cancellationToken)
    {
        while ((await router.ListRulesAsync(null, null, 100, cancellationToken).ConfigureAwait(false)).Value.Items.FirstOrDefault(rule => rule.Name != BusName) is { } rule)
        {
            var targets = (await router.ListTargetsAsync(rule.Name, cancellationToken).ConfigureAwait(false)).Value;
            if (targets.Count > 0)
                await router.RemoveTargetsAsync(rule.Name, [.. targets.Select(target => target.Id)], cancellationToken).ConfigureAwait(false);
            await router.DeleteRuleAsync(rule.Name, cancellationToken).ConfigureAwait(false);
        }

        var put = await router.PutRuleAsync(new LiveRule(BusName, """{"source":[{"prefix":""}]}""", Enabled: true, "Everything goes to the bus"), cancellationToken).ConfigureAwait(false);
        var target = await router.PutTargetsAsync(BusName, [new RuleTarget { Id = "bus", Destination = BusName }], cancellationToken).ConfigureAwait(false);
        if (!put.IsSuccess || !target.IsSuccess || target.Value.Count > 0)
            throw new InvalidOperationException($"The hand-over to the bus could not be set up: {put.Error?.Message ?? target.Error?.Message ?? target.Value[0].ErrorMessage}");
    }
}
