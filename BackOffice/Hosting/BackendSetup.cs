using BackOffice.Core;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Pipeline;

namespace BackOffice.Hosting;

/// <summary>The one place that names a backend.</summary>
internal static class BackendSetup
{
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Settings of the pipeline or the sandbox are wrong; all are named.</exception>
    public static IServiceCollection AddBackend(this IServiceCollection services, IConfiguration configuration, DataFolder folder, ServerSettings settings)
    {
        var pipeline = Read(configuration);
        var sandbox = configuration.GetSection("Sandbox").Get<SandboxOptions>() ?? new SandboxOptions();
        string[] errors = [.. pipeline.Validate(), .. sandbox.Validate()];
        if (errors.Length > 0)
            throw new Microsoft.Extensions.Options.OptionsValidationException("Backend", typeof(PipelineOptions), errors);
        services.AddEmbeddedBackend(folder, sandbox);
        services.AddBackOfficeCore(pipeline);
        services.AddBackOfficePipeline(settings.RunPipeline);
        return services;
    }

    private static PipelineOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(PipelineOptions.Section);
        var options = section.Get<PipelineOptions>() ?? new PipelineOptions();

        // The binder adds to a list that has defaults; ours replace them.
        return section.GetSection(nameof(PipelineOptions.LookUpAfter)).Get<TimeSpan[]>() is { Length: > 0 } times
            ? options with { LookUpAfter = times }
            : options with { LookUpAfter = new PipelineOptions().LookUpAfter };
    }
}
