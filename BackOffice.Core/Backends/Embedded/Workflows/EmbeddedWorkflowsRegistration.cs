using BackOffice.Core.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Workflows;

public static class EmbeddedWorkflowsRegistration
{
    /// <summary>
    /// The embedded engine as <see cref="IWorkflows"/>, <see cref="IActivityTasks"/> and a hosted service: one instance. Register it before the
    /// services that use it, so that it stops after them.
    /// </summary>
    public static IServiceCollection AddEmbeddedWorkflows(this IServiceCollection services, WorkflowOptions options) =>
        services.AddEmbeddedWorkflows(_ => options);

    /// <summary>As above, with options that need other services (the data folder).</summary>
    public static IServiceCollection AddEmbeddedWorkflows(this IServiceCollection services, Func<IServiceProvider, WorkflowOptions> options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new EmbeddedWorkflows(
            options(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EmbeddedWorkflows>>()));
        services.AddSingleton<IWorkflows>(provider => provider.GetRequiredService<EmbeddedWorkflows>());
        services.AddSingleton<IActivityTasks>(provider => provider.GetRequiredService<EmbeddedWorkflows>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<EmbeddedWorkflows>());
        return services;
    }
}
