using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>One hand-out of one step: a row of its own, written in the commits of the step's effects.</summary>
public sealed record StepRow
{
    /// <summary><c>0007/authorise-payment/…</c>: sorts by when it began.</summary>
    public required string Key { get; init; }

    public required string Step { get; init; }

    public required StepStatus Status { get; init; }

    /// <summary>The execution or the batch run that did it.</summary>
    public required string Owner { get; init; }

    public required long Epoch { get; init; }

    public required string HandOut { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>What the step returned, JSON text; null until it succeeded.</summary>
    public string? OutputJson { get; init; }

    public string? EffectKey { get; init; }
}

public enum LedgerType
{
    Authorise,
    AuthoriseVoid,
    Capture,
    RefundReserve,
    RefundRelease,
    RefundSettle,
    RefundReverse,
    Chargeback,
    MilesRedeem,
    MilesRecredit,
    MilesForfeit,

    /// <summary>A recredit came back: what it had forfeited is open again too.</summary>
    ForfeitReverse,
    Fee,
    Goodwill,
}

/// <summary>One movement of money; never edited.</summary>
public sealed record LedgerEntry
{
    /// <summary>4 digits, in order.</summary>
    public required string EntryId { get; init; }

    public required int TenderId { get; init; }

    public required LedgerType Type { get; init; }

    public required Money Amount { get; init; }

    public required string EffectKey { get; init; }

    public required string Owner { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? GatewayReference { get; init; }

    /// <summary>Whose decision it follows, where a person's; else <see cref="Owner"/> says which run did it.</summary>
    public string? ActorId { get; init; }
}

public sealed record Note
{
    public required string NoteId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string Text { get; init; }

    public bool Pinned { get; init; }
}

/// <summary>A task of the workflow that waits for a person. The token is a secret and is never shown.</summary>
public sealed record Hold
{
    /// <summary>The hand-out that placed it.</summary>
    public required string HoldId { get; init; }

    public required string Token { get; init; }

    public required string Execution { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When a person should have decided; nothing happens by itself then.</summary>
    public required DateTimeOffset DecideBy { get; init; }

    public required int Score { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    public HoldDecision? Decision { get; init; }
}

public sealed record HoldDecision(bool Approved, string ActorId, string ActorName, DateTimeOffset At, string Reason);

/// <summary>What a command did, kept for ever under its id: the same command again gets this.</summary>
public sealed record CommandRow
{
    public required string CommandId { get; init; }

    public required string Command { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Requested, then Accepted or Refused.</summary>
    public required CommandState State { get; init; }

    /// <summary>What the person is told.</summary>
    public string? Outcome { get; init; }

    /// <summary>The order's version that it made first; 0 of one that is older than this.</summary>
    public long Version { get; init; }
}

public enum CommandState
{
    Requested,
    Accepted,
    Refused,
}
