namespace BackOffice.Core.Payments.Proof;

/// <summary>The looking again at orders that changed.</summary>
public sealed record LiveMoney
{
    /// <summary>Of the outbox; events up to here were followed.</summary>
    public long Position { get; init; }

    /// <summary>What happened before is the whole check's business.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Every order that changed up to this moment was looked at again; null before the first look.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Orders looked at again since the last whole check.</summary>
    public long Orders { get; init; }
}
