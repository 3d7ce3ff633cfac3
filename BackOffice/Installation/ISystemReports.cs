using BackOffice.Core.Common;

namespace BackOffice.Installation;

/// <summary>How this process and its installation do.</summary>
public interface ISystemReports
{
    /// <summary>Needs system:read. Runs every health check.</summary>
    Task<Result<SystemReport>> ReadAsync(Actor actor, CancellationToken cancellationToken);
}
