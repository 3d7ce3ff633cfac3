using BackOffice.Core.Common;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BackOffice.Hosting;

internal static class TelemetrySetup
{
    public const string EndpointKey = "Telemetry:OtlpEndpoint";

    /// <summary>
    /// The exporter starts only when <c>Telemetry:OtlpEndpoint</c> says where to (gRPC), or OpenTelemetry's own <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its
    /// companions do; nothing is collected otherwise.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var endpoint = configuration[EndpointKey];
        if (string.IsNullOrWhiteSpace(endpoint) && string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return services;
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("backoffice"))
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name).AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components.Server.Circuits"));
        if (string.IsNullOrWhiteSpace(endpoint))
            telemetry.UseOtlpExporter();
        else if (Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"))
            telemetry.UseOtlpExporter(OtlpExportProtocol.Grpc, address);
        else
            services.AddSingleton<IValidateOptions<BackendOptions>>(new Refusal<BackendOptions>([$"{EndpointKey}: '{endpoint}' is not an http address."]));
        return services;
    }
}
