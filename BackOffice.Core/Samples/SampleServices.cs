using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Core.Samples;

/// <summary>Registers the sample orders; their commands refuse where <see cref="SampleOptions.Allowed"/> is false.</summary>
public static class SampleServices
{
    /// <param name="services">Where it is registered.</param>
    /// <param name="options">Checked already.</param>
    /// <param name="run">False for a command that must not move orders.</param>
    public static IServiceCollection AddSamples(this IServiceCollection services, SampleOptions options, bool run)
    {
        services.AddSingleton(options).AddSingleton<SampleSignal>().AddSingleton<ISamples, SampleDesk>();
        return run && options.Allowed ? services.AddHostedService<SampleJob>() : services;
    }
}
