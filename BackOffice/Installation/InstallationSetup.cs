using BackOffice.Hosting;
using BackOffice.Hosting.SignIn;
using BackOffice.Interaction;
using BackOffice.Interaction.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BackOffice.Installation;

internal static class InstallationSetup
{
    public static IServiceCollection AddSystemReports(this IServiceCollection services)
    {
        services.AddOptions<ConsoleOptions>();
        services.TryAddSingleton<LiveCircuits>();
        services.AddSingleton(provider => new ProcessStart(provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.AddSingleton<SettingsInForce>();
        services.AddOptionsSection<ConsoleOptions>(ConsoleOptions.Section).AddOptionsSection<SignInOptions>(SignInOptions.Section).AddOptionsSection<BackendOptions>(BackendOptions.Section);
        services.AddSingleton<ISystemReports, SystemReports>();
        services.AddHostedService<StartNoted>();
        return services;
    }

    private static IServiceCollection AddOptionsSection<T>(this IServiceCollection services, string name)
        where T : class => services.AddSingleton(provider => new SettingsSection(name, provider.GetRequiredService<IOptions<T>>().Value));

    /// <summary>Asks for the start's moment at the start.</summary>
    private sealed class StartNoted(ProcessStart start) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = start;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
