using BackOffice.Core;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Aws;
using BackOffice.Core.Backends.Aws.Routing;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Router;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders.Export;
using BackOffice.Core.Payments.Proof;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;
using BackOffice.Installation;
using BackOffice.Core.Samples;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Destinations;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>The one place that names a backend.</summary>
internal static class BackendSetup
{
    /// <summary>What the backend needs from configuration.</summary>
    /// <param name="Aws">Null where orders are embedded.</param>
    /// <param name="Events">Null where routing is embedded.</param>
    public sealed record Settings(
        PipelineOptions Pipeline, SandboxOptions Sandbox, AuditOptions Audit, ExportOptions Export, RoutingOptions Routing, RefundPolicy Refunds, VoucherOptions Vouchers, SampleOptions Samples,
        MoneyOptions Money, AwsOptions? Aws, EventBridgeOptions? Events);

    /// <summary>Read before the data folder is touched; what is wrong is told together with all other settings.</summary>
    public static Settings ReadBackend(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var section = configuration.GetSection(PipelineOptions.Section);
        var pipeline = section.Get<PipelineOptions>() ?? new();
        // The binder adds to a list's default; a list that is configured replaces it.
        pipeline = pipeline with
        {
            LookUpAfter = section.GetSection(nameof(PipelineOptions.LookUpAfter)).Get<TimeSpan[]>() is { Length: > 0 } times ? times : new PipelineOptions().LookUpAfter,
        };
        var sandbox = configuration.GetSection("Sandbox").Get<SandboxOptions>() ?? new();
        var audit = configuration.GetSection("Audit").Get<AuditOptions>() ?? new();
        var export = configuration.GetSection(ExportOptions.Section).Get<ExportOptions>() ?? new();
        var refunds = configuration.GetSection(RefundPolicy.Section).Get<RefundPolicy>() ?? new();
        var vouchers = configuration.GetSection(VoucherOptions.Section).Get<VoucherOptions>() ?? new();
        vouchers = vouchers with
        {
            Merchants = configuration.GetSection(VoucherOptions.Section).GetSection(nameof(VoucherOptions.Merchants)).Get<Dictionary<string, string[]>>() ?? [],
        };
        var routing = (configuration.GetSection(RoutingOptions.Section).Get<RoutingOptions>() ?? new()) with { AllowLoopback = isDevelopment };
        var aws = ReadAws(configuration);
        var events = ReadEvents(configuration);
        var onThisMachine = (configuration.GetSection(BackendOptions.Section).Get<BackendOptions>() ?? new()).IsOnThisMachine(configuration);
        var samples = (configuration.GetSection(SampleOptions.Section).Get<SampleOptions>() ?? new()) with { Allowed = isDevelopment && onThisMachine };
        var money = configuration.GetSection(MoneyOptions.Section).Get<MoneyOptions>() ?? new();
        string[] errors =
        [
            .. pipeline.Validate(), .. sandbox.Validate(), .. Errors(audit), .. export.Validate(), .. refunds.Validate(), .. vouchers.Validate(), .. samples.Validate(), .. money.Validate(),
            .. routing.Validate(name => configuration[name] is { Length: > 0 }, sends: events is null), .. aws?.Validate() ?? [], .. events?.Validate(routing) ?? [],
        ];
        if (errors.Length > 0)
            services.AddSingleton<IValidateOptions<BackendOptions>>(new Refusal<BackendOptions>(errors));
        return new(pipeline, sandbox, audit, export, routing, refunds, vouchers, samples, money, aws, events);
    }

    public static IServiceCollection AddBackend(this IServiceCollection services, Settings settings, DataFolder folder, bool runPipeline)
    {
        services.AddSingleton(settings.Audit).AddSingleton(settings.Refunds).AddSingleton(settings.Vouchers).AddSingleton(settings.Money);
        services.AddSingleton(new SettingsSection(PipelineOptions.Section, settings.Pipeline)).AddSingleton(new SettingsSection("Sandbox", settings.Sandbox));
        services.AddSingleton(new SettingsSection("Audit", settings.Audit)).AddSingleton(new SettingsSection(ExportOptions.Section, settings.Export));
        services.AddSingleton(new SettingsSection(RefundPolicy.Section, settings.Refunds)).AddSingleton(new SettingsSection(VoucherOptions.Section, settings.Vouchers));
        services.AddSingleton(new SettingsSection(SampleOptions.Section, settings.Samples)).AddSingleton(new SettingsSection(MoneyOptions.Section, settings.Money));
        if (settings.Aws is not null)
            services.AddSingleton(new SettingsSection(AwsOptions.Section, settings.Aws));
        if (settings.Aws is { } aws)
            services.AddDynamoStore(aws, folder);
        else
            DynamoBackend.RefuseItsFolder(folder);
        services.AddEmbeddedBackend(folder, settings.Sandbox);
        services.AddBackOfficeCore(settings.Pipeline);
        services.AddOrderExports(settings.Export with { Folder = folder.PathOf("exports") });
        services.AddSingleton<ISecrets, ConfiguredSecrets>();
        if (settings.Events is { } events)
            services.AddEventBridge(events, settings.Routing, runPipeline);
        services.AddEmbeddedRouter(runPipeline);
        services.AddRouting(settings.Routing, runPipeline);
        services.AddBackOfficePipeline(runPipeline);
        services.AddSamples(settings.Samples, runPipeline);
        return services;
    }

    /// <summary>Null where orders are embedded.</summary>
    public static AwsOptions? ReadAws(IConfiguration configuration) => configuration.GetSection(BackendOptions.Section).Get<BackendOptions>()?.Store == BackendOptions.Aws
        ? configuration.GetSection(AwsOptions.Section).Get<AwsOptions>() ?? new()
        : null;

    /// <summary>Null where routing is embedded. The region is the one of section Aws where none is given for the bus.</summary>
    private static EventBridgeOptions? ReadEvents(IConfiguration configuration)
    {
        if (configuration.GetSection(BackendOptions.Section).Get<BackendOptions>()?.Routing != BackendOptions.Aws)
            return null;
        var options = configuration.GetSection(EventBridgeOptions.Section).Get<EventBridgeOptions>() ?? new();
        return options with { Region = options.Region ?? configuration[$"{AwsOptions.Section}:{nameof(AwsOptions.Region)}"] };
    }

    private static IEnumerable<string> Errors(AuditOptions audit)
    {
        if (audit.SealEvery <= TimeSpan.Zero || audit.SealEvery > TimeSpan.FromDays(1))
            yield return "Audit:SealEvery must be above 0 and at most a day.";
        if (audit.SealEntries < 1)
            yield return "Audit:SealEntries must be at least 1.";
    }
}
