using BackOffice.Components.Layout.Finding;
using BackOffice.Components.Layout.Navigation;
using BackOffice.Components.Refunds;
using BackOffice.Interaction.Circuits;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace BackOffice.Interaction;

/// <summary>What the console's components need, beside Core's ports and an <see cref="ICurrentActor"/>.</summary>
public static class ConsoleServices
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddMudServices(options => options.PopoverOptions.ThrowOnDuplicateProvider = false);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<CircuitLanguage>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<CircuitLanguage>());
        services.AddOptions<ConsoleOptions>();
        services.TryAddSingleton<LiveCircuits>();
        services.TryAddScoped<CircuitSeat>();
        services.TryAddEnumerable(ServiceDescriptor.Scoped<CircuitHandler, CircuitTally>());
        services.TryAddSingleton<KeptIntents>();
        services.TryAddSingleton<OrderBeat>();
        services.TryAddScoped<ViewerPresence>();
        services.TryAddScoped<OrderPulse>();
        services.TryAddScoped<ViewerZone>();
        services.TryAddScoped<Ticker>();
        services.TryAddScoped<Browser>();
        services.TryAddScoped<Shortcuts>();
        services.TryAddScoped<ViewerChoices>();
        services.TryAddTransient<Finder>();
        services.AddNavigationFigures();
        services.TryAddScoped<Toasts>();
        services.TryAddScoped<PageReader>();
        services.TryAddScoped<PageTools>();
        services.TryAddTransient<CommandRunner>();
        services.TryAddScoped<RefundReturn>();
        return services;
    }
}
