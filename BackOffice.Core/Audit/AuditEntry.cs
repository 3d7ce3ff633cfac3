namespace BackOffice.Core.Audit;

/// <summary>
/// One link of a subject's hash chain. It holds no personal data: names, reason and change are in the <see cref="AuditDetail"/>, which can be
/// erased, and of which the chain keeps a salted digest alone.
/// </summary>
public sealed record AuditEntry
{
    public required string Subject { get; init; }

    /// <summary>1 for the subject's first entry, then one more each.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>See <see cref="Common.Actor.Id"/>.</summary>
    public required string ActorId { get; init; }

    /// <summary>Noun and past participle: <c>order.placed</c>, <c>retry.requested</c>, <c>retry.accepted</c>; see <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Groups the entries of one command: intent and outcome. Null for what no command did.</summary>
    public string? CommandId { get; init; }

    /// <summary>The subject's version after the change.</summary>
    public required long SubjectVersion { get; init; }

    /// <summary>SHA-256 of salt and detail, lower-case hex.</summary>
    public required string DetailDigest { get; init; }

    /// <summary>The hash of the entry before, 64 zeros for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>SHA-256 of this entry's canonical JSON without this field, lower-case hex; see <see cref="AuditChain.HashOf"/>.</summary>
    public required string Hash { get; init; }
}

/// <summary>What may hold personal data: erasable without breaking the chain.</summary>
public sealed record AuditDetail
{
    /// <summary>Random, 16 bytes as hex; goes with the detail, so that a digest left behind says nothing.</summary>
    public required string Salt { get; init; }

    public required string ActorName { get; init; }

    public string? Reason { get; init; }

    /// <summary>What changed, for people: field, before, after.</summary>
    public IReadOnlyList<AuditChange> Changes { get; init; } = [];

    /// <summary>A sentence more, where there is one.</summary>
    public string? Note { get; init; }
}

public sealed record AuditChange(string Field, string? Before, string? After);

/// <summary>An entry and its detail, as a change set carries them.</summary>
public sealed record AuditRecord(AuditEntry Entry, AuditDetail Detail);

/// <summary>The end of a subject's chain, kept in the subject's head.</summary>
public sealed record AuditHead(long Number, string Hash)
{
    public static readonly AuditHead None = new(0, new string('0', 64));
}

/// <summary>An entry as stored, with its place in the store's order and its detail, null once erased.</summary>
public sealed record StoredAudit(long Sequence, AuditEntry Entry, AuditDetail? Detail);

/// <summary>Which entries: of a subject, by an actor, of an action; all when everything is null.</summary>
public sealed record AuditQuery
{
    public string? Subject { get; init; }

    public string? ActorId { get; init; }

    /// <summary>An action, or the start of one up to a dot: <c>retry</c>.</summary>
    public string? Action { get; init; }

    public bool NewestFirst { get; init; } = true;
}
