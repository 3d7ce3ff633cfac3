using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BackOffice.Components.Layout.Navigation;

internal static class NavRegistration
{
    /// <summary>The figures of the navigation; a new one adds its line.</summary>
    public static IServiceCollection AddNavigationFigures(this IServiceCollection services)
    {
        services.TryAddSingleton(typeof(SharedReading<>));
        services.TryAddEnumerable(ServiceDescriptor.Scoped<INavFigure, DeadLetterFigure>());
        services.TryAddEnumerable(ServiceDescriptor.Scoped<INavFigure, DialFigure>());
        services.TryAddEnumerable(ServiceDescriptor.Scoped<INavFigure, ApprovalFigure>());
        services.TryAddEnumerable(ServiceDescriptor.Scoped<INavFigure, UndeliveredFigure>());
        services.TryAddEnumerable(ServiceDescriptor.Scoped<INavFigure, MoneyFigure>());
        return services;
    }
}
