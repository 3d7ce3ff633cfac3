using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace BackOffice.Core.Backends.Embedded.Router;

public static class RouterRegistration
{
    /// <summary>
    /// The embedded router's file, live rules, record and deliveries; it routes whichever store the orders are in. What another backend has registered before stays.
    /// </summary>
    /// <param name="services">Where it is registered; <see cref="DataFolder"/>, options and store are there.</param>
    /// <param name="run">False for a command that must not send anything.</param>
    public static IServiceCollection AddEmbeddedRouter(this IServiceCollection services, bool run = true)
    {
        services.AddSingleton(provider => RouterFile.Open(provider.GetRequiredService<DataFolder>()));
        services.TryAddSingleton<IRuleStore, EmbeddedRuleStore>();
        services.AddSingleton<IEventRecord, EmbeddedRecord>();
        services.TryAddSingleton<IDeliveries>(provider => new EmbeddedDeliveries(
            provider.GetRequiredService<RouterFile>(), provider.GetRequiredService<RoutingOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICauses, EmbeddedCauses>();
        if (!run)
            return services;
        services.TryAddSingleton<EventRouter>();
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<EventRouter>());
    }
}
