using System.Text.Json.Serialization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>
/// One voucher. Its code is stored as keyed hash, last four in clear, and ciphertext for display; never in clear. It has two values: what was paid,
/// and what a promotion made of it until its end.
/// </summary>
public sealed record Voucher
{
    /// <summary>Line and unit: <c>01.02</c>; its successors <c>01.02-2</c>, <c>01.02-3</c>.</summary>
    public required string VoucherId { get; init; }

    public required int LineId { get; init; }

    /// <summary>1 to the line's quantity.</summary>
    public required int Unit { get; init; }

    public required string CodeHash { get; init; }

    public required string CodeLast4 { get; init; }

    /// <summary>Base 64, AES-GCM under the data key.</summary>
    public required string CodeCipher { get; init; }

    public required VoucherState State { get; init; }

    public required Money PaidValue { get; init; }

    /// <summary>When the paid value ends too, by the offer's terms; null when it never does, which is the rule.</summary>
    public DateTimeOffset? PaidExpiresAt { get; init; }

    /// <summary>What it is worth instead until <see cref="PromoExpiresAt"/>.</summary>
    public Money? PromoValue { get; init; }

    /// <summary>The first moment at which the promotion does not count any more.</summary>
    public DateTimeOffset? PromoExpiresAt { get; init; }

    /// <summary>When the end of the promotion was recorded; the clock alone decides what a redemption is worth.</summary>
    public DateTimeOffset? PromoExpiredAt { get; init; }

    /// <summary>IANA zone in which "until 31 December" ends; null is UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>The last moment to which the merchant lets it be extended, by the offer's terms; null leaves the limit to configuration.</summary>
    public DateTimeOffset? ExtendableUntil { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The execution or batch run, or the reissue.</summary>
    public required string IssuedBy { get; init; }

    public string? IssuerReference { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Messages that carried it, oldest first; the first message of the order stands in the head and is not repeated here.</summary>
    public IReadOnlyList<VoucherDelivery> Deliveries { get; init; } = [];

    /// <summary>When the customer first saw the code.</summary>
    public DateTimeOffset? ViewedAt { get; init; }

    /// <summary>Why it is suspended: each of these must be taken away before it counts again.</summary>
    public IReadOnlyList<VoucherSuspension> Suspensions { get; init; } = [];

    /// <summary>Where it stood before it was suspended or expired.</summary>
    public VoucherState? ReturnsTo { get; init; }

    /// <summary>The first of a void's two phases: suspended, and asked at the issuer.</summary>
    public VoidAsked? VoidAsked { get; init; }

    /// <summary>What a command began with it and has not finished.</summary>
    public PendingAct? Pending { get; init; }

    public DateTimeOffset? VoidedAt { get; init; }

    /// <summary>The refund or command that voided it, or the reissue.</summary>
    public string? VoidedBy { get; init; }

    public string? VoidReason { get; init; }

    /// <summary>What took its place.</summary>
    public string? SuccessorId { get; init; }

    /// <summary>Whose place it took.</summary>
    public string? PredecessorId { get; init; }

    /// <summary>Oldest first; at most one is not reversed.</summary>
    public IReadOnlyList<Redemption> Redemptions { get; init; } = [];

    /// <summary>Redemptions that were reported when it could not be redeemed any more: for a person.</summary>
    public IReadOnlyList<LateRedemption> Late { get; init; } = [];

    /// <summary>It can be redeemed, now or once what keeps it is gone. At most one voucher of a line and unit is live.</summary>
    [JsonIgnore]
    public bool IsLive => State is VoucherState.Issued or VoucherState.KeptBack or VoucherState.Delivered or VoucherState.Viewed or VoucherState.Suspended;

    /// <summary>What it buys at a moment: the promotional value before its end, else what was paid.</summary>
    public Money WorthAt(DateTimeOffset now) => PromoValue is { } promotion && now < PromoExpiresAt ? promotion : PaidValue;

    /// <summary>The redemption that stands, or null.</summary>
    [JsonIgnore]
    public Redemption? Redemption => Redemptions.LastOrDefault(redemption => redemption.ReversedAt is null);
}
