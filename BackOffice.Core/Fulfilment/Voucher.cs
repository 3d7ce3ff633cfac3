using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

public enum VoucherState
{
    Issued,

    /// <summary>Made, and not sent before the money is there.</summary>
    KeptBack,
    Delivered,
    Viewed,
    Redeemed,
    Suspended,
    Void,
    Expired,
}

/// <summary>One voucher. Its code is stored as keyed hash, last four in clear, and ciphertext for display; never in clear.</summary>
public sealed record Voucher
{
    /// <summary>Line and unit: <c>01.02</c>.</summary>
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

    public Money? PromoValue { get; init; }

    public DateTimeOffset? PromoExpiresAt { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The execution or batch run.</summary>
    public required string IssuedBy { get; init; }

    public string? IssuerReference { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
}
