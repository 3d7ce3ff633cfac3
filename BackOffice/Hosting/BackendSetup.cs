namespace BackOffice.Hosting;

/// <summary>The one place that names a backend.</summary>
internal static class BackendSetup
{
    public static IServiceCollection AddBackend(this IServiceCollection services, IConfiguration configuration, ServerSettings settings)
    {
        return services;
    }
}
