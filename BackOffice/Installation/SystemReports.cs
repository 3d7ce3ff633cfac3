using System.Reflection;
using System.Runtime.InteropServices;
using BackOffice.Core.Common;
using BackOffice.Core.Installation;
using BackOffice.Interaction.Circuits;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BackOffice.Installation;

/// <inheritdoc cref="ISystemReports"/>
internal sealed class SystemReports(InstallationDesk desk, HealthCheckService health, LiveCircuits circuits, SettingsInForce settings, ProcessStart start, TimeProvider clock) : ISystemReports
{
    public async Task<Result<SystemReport>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var installation = await desk.ReadAsync(actor, cancellationToken);
        if (installation.Error is { } error)
            return error;
        var facts = installation.Value;
        var checks = await health.CheckHealthAsync(cancellationToken);
        return new SystemReport
        {
            At = clock.GetUtcNow(),
            StartedAt = start.At,
            Health = [.. checks.Entries.Select(entry => new HealthFact(entry.Key, StateOf(entry.Value.Status), entry.Value.Description ?? "", entry.Value.Duration)).OrderBy(check => check.Name, StringComparer.Ordinal)],
            Versions =
            [
                new("BackOffice", Program), new(".NET", Environment.Version.ToString()), new("System", RuntimeInformation.OSDescription),
                .. facts.Backend.Engines.Select(engine => new VersionFact(engine.What, engine.Schema is { } schema ? FormattableString.Invariant($"{engine.Engine}, schema {schema}") : engine.Engine)),
            ],
            Backend = facts.Backend,
            Queues = facts.Queues,
            Definitions = facts.Definitions,
            LastBackup = facts.LastBackup,
            WhyNoBackup = facts.WhyNoBackup,
            Circuits = circuits.Read(),
            Settings = settings.Read(),
        };
    }

    private static string Program => typeof(SystemReports).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private static HealthState StateOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => HealthState.Good,
        HealthStatus.Degraded => HealthState.Doubtful,
        HealthStatus.Unhealthy => HealthState.Bad,
    };
}

/// <summary>When this process began to work, UTC.</summary>
internal sealed record ProcessStart(DateTimeOffset At);
