using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <inheritdoc cref="IAuditLog"/>
public sealed class AuditLog(IStore store, IAuditVerifier? verifier = null) : IAuditLog
{
    public async Task<Result<Page<StoredAudit>>> ListAsync(
        AuditQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.AuditRead) is { } forbidden
            ? forbidden
            : await store.AuditAsync(query, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);

    public async Task<Result<AuditReport>> VerifyAsync(Actor actor, IProgress<long>? progress, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.AuditRead) is { } forbidden
            ? forbidden
            : verifier is null ? new Unavailable("audit.no-verifier", "This backend has no verifier.", Retryable: false)
            : await verifier.VerifyAsync(progress, cancellationToken).ConfigureAwait(false);
}

/// <summary>Recomputes every chain and checkpoint of the backend's audit log.</summary>
public interface IAuditVerifier
{
    Task<AuditReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken);
}
