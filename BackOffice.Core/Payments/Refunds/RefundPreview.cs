using System.Security.Cryptography;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What a refund would do: to each line, voucher and tender, and what the customer is told. An approval is of this and of nothing else.</summary>
public sealed record RefundPreview
{
    public required OrderId Order { get; init; }

    /// <summary>The version it was made of; to be sent with the request. Not part of the hash: a note changes it and changes nothing here.</summary>
    public long OrderVersion { get; init; }

    public required string PolicyVersion { get; init; }

    public required RefundKind Kind { get; init; }

    public required string ReasonCode { get; init; }

    public required IReadOnlyList<PreviewLine> Lines { get; init; }

    public required IReadOnlyList<PreviewVoucher> Vouchers { get; init; }

    public required IReadOnlyList<PreviewTender> Tenders { get; init; }

    /// <summary>Cash that goes back.</summary>
    public required Money Total { get; init; }

    /// <summary>Miles that are given back, those that have expired included; null without miles.</summary>
    public Money? Miles { get; init; }

    /// <summary>What is kept.</summary>
    public required Money Fees { get; init; }

    /// <summary>What is kept of the miles; null without miles.</summary>
    public Money? MilesFees { get; init; }

    /// <summary>Of an unwinding: whose effects are undone, sorted.</summary>
    public IReadOnlyList<string>? Executions { get; init; }

    /// <summary>Of an unwinding: each effect that is undone, in the order it is done.</summary>
    public IReadOnlyList<PreviewUndo>? Undone { get; init; }

    public required RefundApprovalLevel Level { get; init; }

    public required Sentence LevelWhy { get; init; }

    /// <summary>Null when the customer is not written to.</summary>
    public PreviewMessage? Message { get; init; }

    /// <summary>SHA-256 of everything above but the version, hex.</summary>
    public string Hash { get; init; } = "";

    internal RefundPreview Hashed() => this with
    {
        Hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { OrderVersion = 0, Hash = "" }, StoreJson.Default.RefundPreview))),
    };
}

/// <param name="LineId">The order's line.</param>
/// <param name="Title">What was bought.</param>
/// <param name="Quantity">Units given back.</param>
/// <param name="LeftAfter">Units of the line that stay.</param>
/// <param name="Price">Of those units.</param>
/// <param name="Fee">Kept.</param>
/// <param name="Miles">Of those units; null without miles.</param>
public sealed record PreviewLine(int LineId, string Title, int Quantity, int LeftAfter, Money Price, Money Fee, Money? Miles = null);

/// <param name="LegId">Of the unwinding.</param>
/// <param name="Kind">How it is undone.</param>
/// <param name="EffectKey">What is undone.</param>
/// <param name="Execution">Who did it.</param>
/// <param name="Amount">Money or miles; null for a voucher.</param>
public sealed record PreviewUndo(string LegId, LegKind Kind, string EffectKey, string Execution, Money? Amount);

/// <param name="VoucherId">Line and unit.</param>
/// <param name="Last4">Of its code.</param>
/// <param name="State">Now.</param>
/// <param name="Dies">True when it is suspended and made void; false when it stays as it is.</param>
public sealed record PreviewVoucher(string VoucherId, string Last4, VoucherState State, bool Dies);

/// <param name="TenderId">The order's tender.</param>
/// <param name="Name">Brand and last four.</param>
/// <param name="Captured">Taken.</param>
/// <param name="Before">Given back before.</param>
/// <param name="Back">What this gives back.</param>
/// <param name="LeftAfter">What could still be given back after it.</param>
/// <param name="Expired">Miles that ended meanwhile and do not go back, beside <paramref name="Back"/>; null for none.</param>
/// <param name="Released">True when nothing was taken: the amount is only reserved, and is let go.</param>
public sealed record PreviewTender(int TenderId, string Name, Money Captured, Money Before, Money Back, Money LeftAfter, Money? Expired = null, bool Released = false);

/// <summary>The customer's message, word for word.</summary>
public sealed record PreviewMessage(string To, string Subject, string Text);
