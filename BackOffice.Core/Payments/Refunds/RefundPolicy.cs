using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Who may give back how much, and why; section <c>Refunds</c> of the configuration. Any change makes a new <see cref="Version"/>, which voids what waits for approval.</summary>
public sealed record RefundPolicy
{
    public const string Section = "Refunds";

    /// <summary>More units in one case do not fit the one write that suspends their vouchers and reserves the money.</summary>
    public const int MostUnits = 20;

    private static readonly RefundReason[] s_reasons =
    [
        new() { Code = "customer-request", Kinds = [RefundKind.OrderReduction] },
        new() { Code = "merchant-closed", Kinds = [RefundKind.OrderReduction, RefundKind.Goodwill] },
        new() { Code = "merchant-refused", Kinds = [RefundKind.OrderReduction, RefundKind.Goodwill] },
        new() { Code = "not-as-described", Kinds = [RefundKind.OrderReduction, RefundKind.Goodwill] },
        new() { Code = "duplicate-order", Kinds = [RefundKind.OrderReduction] },
        new() { Code = "not-delivered", Kinds = [RefundKind.OrderReduction] },
        new() { Code = "fraud", Kinds = [RefundKind.OrderReduction], Level = RefundApprovalLevel.Lead },
        new() { Code = "overcharged", Kinds = [RefundKind.Overpayment] },
        new() { Code = "service-failure", Kinds = [RefundKind.Goodwill] },
    ];

    /// <summary>Up to this a case needs nobody but its maker.</summary>
    public RefundLimit AgentAlone { get; init; } = new() { Cash = 150m, Miles = 10_000 };

    /// <summary>Up to this one other person approves; above it two.</summary>
    public RefundLimit Lead { get; init; } = new() { Cash = 1_000m, Miles = 100_000 };

    /// <summary>Goodwill above this needs two others, whatever the other limits say.</summary>
    public RefundLimit Goodwill { get; init; } = new() { Cash = 50m, Miles = 0 };

    /// <summary>What one person may have executed on their own word in a day (UTC); over it a lead decides.</summary>
    public RefundLimit DailyAlone { get; init; } = new() { Cash = 1_500m, Miles = 150_000 };

    public TimeSpan ApprovalLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Null for those that come with the program.</summary>
    public RefundReason[]? Reasons { get; init; }

    /// <summary>No part of the version: a change of it voids no approval.</summary>
    [JsonIgnore]
    public RefundSignIn SignIn { get; init; } = new();

    [JsonIgnore]
    public IReadOnlyList<RefundReason> ReasonsInForce => Reasons ?? s_reasons;

    /// <summary>12 hex digits of all that the policy says.</summary>
    [JsonIgnore]
    public string Version => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { Reasons = [.. ReasonsInForce] }, StoreJson.Default.RefundPolicy)).AsSpan(0, 6));

    public RefundReason? Find(string code) => ReasonsInForce.FirstOrDefault(reason => reason.Code == code);

    /// <summary>The level of a case and why.</summary>
    internal (RefundApprovalLevel Level, Sentence Why) LevelOf(RefundKind kind, RefundReason reason, Money cash, Money? miles, bool redeemed)
    {
        if (redeemed)
            return (RefundApprovalLevel.TwoPeople, (Sentence)"A redeemed voucher is refunded: two others approve.");
        if (kind is RefundKind.Goodwill && !Goodwill.Allows(cash, miles))
            return (RefundApprovalLevel.TwoPeople, (Sentence)$"Goodwill above {Goodwill.MostOf(cash)} needs two others.");
        if (!Lead.Allows(cash, miles))
            return (RefundApprovalLevel.TwoPeople, (Sentence)$"Above {Lead.MostOf(cash)} two others approve.");
        if (!AgentAlone.Allows(cash, miles))
            return (RefundApprovalLevel.Lead, (Sentence)$"Above {AgentAlone.MostOf(cash)} one other approves.");
        return reason.Level is RefundApprovalLevel.None
            ? (RefundApprovalLevel.None, (Sentence)$"Up to {AgentAlone.MostOf(cash)} nobody else approves.")
            : (reason.Level, (Sentence)$"The reason {reason.Code} always needs approval.");
    }

    /// <summary>Every setting that is wrong, by its key; empty when all are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [.. SignIn.Validate()];
        foreach (var (name, limit) in new[] { (nameof(AgentAlone), AgentAlone), (nameof(Lead), Lead), (nameof(Goodwill), Goodwill), (nameof(DailyAlone), DailyAlone) })
        {
            if (limit.Cash < 0 || limit.Miles < 0 || limit.CashByUnit?.Any(pair => pair.Value < 0) == true)
                errors.Add($"Refunds:{name} must not be negative.");
            if (limit.CashByUnit?.Keys.FirstOrDefault(unit => !Currencies.IsKnown(unit)) is { } unknown)
                errors.Add($"Refunds:{name}:CashByUnit names {unknown}, which is no currency.");
        }

        if (Lead.Cash < AgentAlone.Cash || Lead.Miles < AgentAlone.Miles)
            errors.Add("Refunds:Lead must be at least Refunds:AgentAlone.");
        if (ApprovalLife <= TimeSpan.Zero || ApprovalLife > TimeSpan.FromDays(30))
            errors.Add("Refunds:ApprovalLife must be above 0 and at most 30 days.");
        foreach (var reason in ReasonsInForce)
        {
            if (string.IsNullOrWhiteSpace(reason.Code) || reason.Kinds.Length == 0 || reason.FeeBasisPoints is < 0 or > 10_000)
                errors.Add($"Refunds:Reasons: '{reason.Code}' needs a code, at least one kind, and a fee from 0 to 10,000 basis points.");
        }

        if (ReasonsInForce.Select(reason => reason.Code).Distinct(StringComparer.Ordinal).Count() != ReasonsInForce.Count)
            errors.Add("Refunds:Reasons has a code twice.");
        return errors;
    }
}

/// <summary>A limit on cash and on miles; both must hold.</summary>
public sealed record RefundLimit
{
    /// <summary>In major units of whatever currency the order is in: 150 is 150.00 USD and 150.00 BRL.</summary>
    public decimal Cash { get; init; }

    /// <summary>Where a currency needs a number of its own: <c>JPY</c>: 20000.</summary>
    public Dictionary<string, decimal>? CashByUnit { get; init; }

    public long Miles { get; init; }

    public bool Allows(Money cash, Money? miles) => cash.Minor <= MinorOf(cash.Unit) && (miles?.Minor ?? 0) <= Miles;

    /// <summary>The limit in minor units of the currency, rounded down.</summary>
    public long MinorOf(string unit)
    {
        if (unit == Money.Miles)
            return Miles;
        var major = CashByUnit is not null && CashByUnit.TryGetValue(unit, out var own) ? own : Cash;
        var minor = decimal.Floor(major * (decimal)Math.Pow(10, Currencies.MinorDigits(unit)));
        return minor > long.MaxValue ? long.MaxValue : (long)minor;
    }

    internal Money MostOf(Money like) => new(MinorOf(like.Unit), like.Unit);
}

/// <summary>A reason that agents choose; the words they write come beside it.</summary>
public sealed record RefundReason
{
    public string Code { get; init; } = "";

    public RefundKind[] Kinds { get; init; } = [];

    /// <summary>At least this level, whatever the amount.</summary>
    public RefundApprovalLevel Level { get; init; }

    /// <summary>Kept of each line's price, in basis points, rounded down for the customer.</summary>
    public int FeeBasisPoints { get; init; }
}
