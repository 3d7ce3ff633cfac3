using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Core.Orders.Export;

public static class ExportServices
{
    /// <summary>Exports of orders; beside Core and a backend.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="options">Checked, with its folder set.</param>
    public static IServiceCollection AddOrderExports(this IServiceCollection services, ExportOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IOrderExports, OrderExports>();
        services.AddSingleton<ExportFiles>().AddSingleton<IExportFiles>(provider => provider.GetRequiredService<ExportFiles>());
        services.AddHostedService(provider => provider.GetRequiredService<ExportFiles>());
        return services;
    }
}
