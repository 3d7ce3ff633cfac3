namespace BackOffice.Core.Audit;

/// <summary>One entry with its neighbours in the chain.</summary>
/// <param name="Stored">The entry.</param>
/// <param name="Follows">True when it names the hash of the entry before it, or is its subject's first.</param>
/// <param name="IsWhole">True when it has the hash of its content, and its detail, where it is not erased, the digest it names.</param>
/// <param name="HasNext">True when its subject has a later entry.</param>
public sealed record AuditEntryView(StoredAudit Stored, bool Follows, bool IsWhole, bool HasNext);
