using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <inheritdoc cref="IAuditLog"/>
public sealed class AuditLog(IStore store, IAuditVerifier verifier) : IAuditLog
{
    public async Task<Result<Page<StoredAudit>>> ListAsync(
        AuditQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.AuditRead) is { } forbidden ? forbidden : await ReadAsync(query, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);

    public async Task<Result<AuditReport>> VerifyAsync(Actor actor, IProgress<long>? progress, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.AuditRead) is { } forbidden
            ? forbidden
            : await verifier.VerifyAsync(progress, cancellationToken).ConfigureAwait(false);

    private async Task<Result<Page<StoredAudit>>> ReadAsync(AuditQuery query, string? cursor, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await store.AuditAsync(query, cursor, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            return new Invalid("cursor", "This cursor belongs to another list. Start from the first page.");
        }
    }
}

/// <summary>Recomputes every chain and checkpoint of the backend's audit log.</summary>
public interface IAuditVerifier
{
    Task<AuditReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken);
}
