using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BackOffice.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: what it needs answers too. Both are open to everybody and say nothing more.</summary>
internal static class HealthSetup
{
    public const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<StoreCheck>("store", tags: [Ready]).AddCheck<WorkflowsCheck>("workflows", tags: [Ready]).AddCheck<DiskCheck>("disk");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync })
            .AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", report.Status.ToString());
        json.WriteString("identity", context.RequestServices.GetRequiredService<SignInMode>().Name);
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
            json.WriteString(name, entry.Status.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private sealed class StoreCheck(IServiceProvider services) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (services.GetService<IStore>() is not { } store)
                return HealthCheckResult.Unhealthy("There is no store.");
            await store.PositionAsync("health", cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}

/// <summary>The engine's database answers.</summary>
internal sealed class WorkflowsCheck(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<IWorkflows>() is not { } workflows)
            return HealthCheckResult.Unhealthy("There is no workflow engine.");
        await workflows.DefinitionsAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>The data folder's disk has room; whoever watches it is warned before orders are refused.</summary>
internal sealed class DiskCheck(ServerData data) : IHealthCheck
{
    private const long Little = 1L << 30;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var disk = new DriveInfo(data.Path);
        return Task.FromResult(disk.AvailableFreeSpace < Little
            ? HealthCheckResult.Degraded("Less than 1 GiB is free where the data is. When nothing is free, orders are refused.")
            : HealthCheckResult.Healthy());
    }
}

/// <summary>Who signs people in: <c>oidc</c>, or <c>trial</c>.</summary>
public sealed record SignInMode(bool IsTrial)
{
    public string Name => IsTrial ? "trial" : "oidc";
}
