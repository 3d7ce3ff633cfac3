using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <summary>Reading and checking the audit log.</summary>
public interface IAuditLog
{
    /// <summary>Needs audit:read.</summary>
    Task<Result<Page<StoredAudit>>> ListAsync(AuditQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="ListAsync"/>, with what no index answers. A page looks at a bounded number of entries: it may have fewer than asked for, or none, and a cursor that goes
    /// on; <see cref="Page{T}.SearchedTo"/> says how far back it came. Needs audit:read.
    /// </summary>
    Task<Result<Page<StoredAudit>>> SearchAsync(AuditQuery query, AuditFilter filter, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>One entry by its subject and number. Needs audit:read; NotFound <c>audit.not-found</c>.</summary>
    Task<Result<AuditEntryView>> GetAsync(string subject, long number, Actor actor, CancellationToken cancellationToken);

    /// <summary>Checks every chain and checkpoint. Needs audit:read; a long log takes seconds, so progress is told as entries checked.</summary>
    Task<Result<AuditReport>> VerifyAsync(Actor actor, IProgress<long>? progress, CancellationToken cancellationToken);
}

/// <summary>What a check of the whole log found; green when <see cref="Findings"/> is empty.</summary>
public sealed record AuditReport(
    long Entries, long Subjects, long Checkpoints, long VerifiedTo, DateTimeOffset? LastCheckpointAt, TimeSpan Took, IReadOnlyList<AuditFinding> Findings)
{
    public bool IsGreen => Findings.Count == 0;
}

/// <param name="Kind">Stable: <c>edited</c>, <c>missing</c>, <c>reordered</c>, <c>truncated</c>, <c>detail-edited</c>, <c>checkpoint</c>, <c>head</c>.</param>
public sealed record AuditFinding(string Kind, string? Subject, long? Number, Sentence Text);
