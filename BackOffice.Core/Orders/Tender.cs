using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>A way of paying, with balances derived from the ledger and cached under the order's version; see <see cref="Payments.TenderBalances"/>.</summary>
public sealed record Tender
{
    public required int TenderId { get; init; }

    public required TenderKind Kind { get; init; }

    public required Money Amount { get; init; }

    /// <summary>The gateway's token of the card, never a card number; of miles the member's number. See the sandbox's table of test tokens.</summary>
    public required string Token { get; init; }

    public string? Brand { get; init; }

    public string? Last4 { get; init; }

    public Money Authorised { get; init; }

    public Money Captured { get; init; }

    public Money Refunded { get; init; }

    public Money Reserved { get; init; }

    /// <summary>What the customer's bank took back; null for nothing.</summary>
    public Money? ChargedBack { get; init; }

    /// <summary>The gateway's reference of the authorisation.</summary>
    public string? AuthorisationId { get; init; }

    public string? CaptureId { get; init; }

    public DateTimeOffset? AuthorisedUntil { get; init; }

    /// <summary>The programme's reference of the redemption.</summary>
    public string? RedemptionId { get; init; }

    /// <summary>The lots that the redemption took, as the programme said; null before it, and for other kinds.</summary>
    public IReadOnlyList<Payments.Miles.MilesLot>? Lots { get; init; }

    /// <summary>Miles of refunded units that had expired and did not go back; null for nothing.</summary>
    public Money? Forfeited { get; init; }
}

public enum TenderKind
{
    Card,
    Miles,
    Credit,
    StoredValue,
}
