using System.Security.Cryptography;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What somebody wants to be given back, and why.</summary>
public sealed record RefundAsk
{
    public required RefundKind Kind { get; init; }

    /// <summary>A code of <see cref="RefundPolicy.ReasonsInForce"/> that the kind allows.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>1 to 500 characters, for the audit log; never sent to the customer.</summary>
    public required string Reason { get; init; }

    /// <summary>For OrderReduction: at least one. Empty for the other kinds.</summary>
    public IReadOnlyList<RefundLineAsk> Lines { get; init; } = [];

    /// <summary>For Goodwill: needed. For Overpayment: at most the difference, which it is when left out. Null for OrderReduction.</summary>
    public Money? Amount { get; init; }

    /// <summary>How much goes to which tender; must add up. Left out, it is by what is left on each, remainders by largest remainder.</summary>
    public IReadOnlyList<TenderShare>? Allocation { get; init; }

    /// <summary>For Unwind: the executions and batch runs whose effects are undone, sorted. Null for the other kinds.</summary>
    public IReadOnlyList<string>? Executions { get; init; }

    /// <summary>Refund units whose vouchers were redeemed, too; needs two approvers. Those vouchers stay as they are.</summary>
    public bool Override { get; init; }

    /// <summary>False when the customer is not to be written to.</summary>
    public bool TellCustomer { get; init; } = true;

    /// <summary>SHA-256, hex: the same refund id with another hash is another refund.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, StoreJson.Default.RefundAsk)));
}

/// <param name="LineId">A line of the order.</param>
/// <param name="Quantity">1 to what is not refunded yet.</param>
/// <param name="Vouchers">Ids of the vouchers to give back, as many as the quantity; null lets the program choose those that were seen least.</param>
public sealed record RefundLineAsk(int LineId, int Quantity, IReadOnlyList<string>? Vouchers = null);

/// <param name="TenderId">A tender of the order.</param>
/// <param name="Amount">0 or more, in the tender's unit.</param>
public sealed record TenderShare(int TenderId, Money Amount);
