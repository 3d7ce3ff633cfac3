using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>Runs every options validator before anything is opened, so that one start tells all that is wrong.</summary>
internal static class SettingsCheck
{
    /// <exception cref="OptionsValidationException">One section is wrong.</exception>
    /// <exception cref="AggregateException">Several are.</exception>
    public static void Run(IServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
