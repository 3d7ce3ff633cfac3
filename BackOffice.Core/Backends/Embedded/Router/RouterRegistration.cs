using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BackOffice.Core.Backends.Embedded.Router;

public static class RouterRegistration
{
    /// <summary>The embedded router's file, live rules, record and deliveries; it routes whichever store the orders are in.</summary>
    /// <param name="services">Where it is registered; <see cref="DataFolder"/>, options and store are there.</param>
    /// <param name="run">False for a command that must not send anything.</param>
    public static IServiceCollection AddEmbeddedRouter(this IServiceCollection services, bool run = true)
    {
        services.AddSingleton(provider => RouterFile.Open(provider.GetRequiredService<DataFolder>()));
        services.AddSingleton<IRuleStore, EmbeddedRuleStore>();
        services.AddSingleton<IEventRecord, EmbeddedRecord>();
        services.AddSingleton<IDeliveries, EmbeddedDeliveries>();
        services.AddSingleton<ICauses, EmbeddedCauses>();
        if (!run)
            return services;
        services.AddSingleton<EventRouter>();
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<EventRouter>());
    }
}
