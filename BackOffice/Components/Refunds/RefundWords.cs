using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Components.Refunds;

/// <summary>Refunds in words.</summary>
internal static class RefundWords
{
    public static string Of(RefundKind kind) => kind switch
    {
        RefundKind.OrderReduction => T("Units of the order"),
        RefundKind.Overpayment => T("Paid too much"),
        RefundKind.Goodwill => T("A kindness"),
        RefundKind.Unwind => T("The whole order is undone"),
    };

    /// <summary>A code that the configuration added is shown as it is.</summary>
    public static string Reason(string code) => code switch
    {
        "customer-request" => T("Customer cannot go"),
        "merchant-closed" => T("Merchant closed"),
        "merchant-refused" => T("Merchant refused"),
        "not-as-described" => T("Not as described"),
        "duplicate-order" => T("Bought twice"),
        "not-delivered" => T("Not delivered"),
        "fraud" => T("Fraud"),
        "overcharged" => T("Charged too much"),
        Core.Payments.Unwinding.UnwindDesk.ReasonCode => T("The order failed"),
        "service-failure" => T("We made a mistake"),
        _ => code,
    };

    public static string Level(RefundApprovalLevel level) => level switch
    {
        RefundApprovalLevel.None => T("Nobody else has to approve it."),
        RefundApprovalLevel.Lead => T("One other person approves it."),
        RefundApprovalLevel.TwoPeople => T("Two other people approve it."),
    };

    /// <summary>What is stored is English. Our own sentences have a translation; what a gateway or a person wrote is shown as it is.</summary>
    public static string? LanguageOf(string stored) => Language.Current != Language.English && T(stored) == stored ? "en" : null;

    /// <summary>What the button of the dialog does.</summary>
    public static string Verb(RefundPreview preview) => (preview.Level, preview.Miles) switch
    {
        (RefundApprovalLevel.None, { IsPositive: true } miles) => T($"Refund {Formats.Amount(preview.Total)} and {Formats.Amount(miles)}"),
        (RefundApprovalLevel.None, _) => T($"Refund {Formats.Amount(preview.Total)}"),
        (_, { IsPositive: true } miles) => T($"Ask for approval of {Formats.Amount(preview.Total)} and {Formats.Amount(miles)}"),
        _ => T($"Ask for approval of {Formats.Amount(preview.Total)}"),
    };

    /// <summary>Every amount that goes back, each in its unit; units never add up.</summary>
    public static string Amounts(Refund refund) => refund switch
    {
        { Miles: { IsPositive: true } miles, Total.IsPositive: true } => T($"{Formats.Amount(refund.Total)} and {Formats.Amount(miles)}"),
        { Miles: { IsPositive: true } miles } => Formats.Amount(miles),
        _ => Formats.Amount(refund.Total),
    };

    /// <summary>Done, with nothing but reservations let go: nothing was taken, so nothing was refunded.</summary>
    public static StatusLook Look(Refund refund)
    {
        var look = StatusLook.Of(refund.State);
        if (refund.State is RefundState.Succeeded && IsBare(refund))
            return look with { WordKey = Key("Closed"), MeaningKey = Key("The order had done nothing that had to go back.") };
        return refund.State is RefundState.Succeeded && refund.Miles is not { IsPositive: true } && Released(refund) is { IsPositive: true } released && released == refund.Total
            ? look with { WordKey = Key("Released"), MeaningKey = Key("Nothing was taken; what was reserved is free again.") }
            : look;
    }

    /// <summary>What goes back and what is only released, each in its unit.</summary>
    public static string Value(Refund refund)
    {
        var released = Released(refund);
        var back = refund.Total - released;
        var miles = refund.Miles is { IsPositive: true } some ? some : (Money?)null;
        var paid = (back.IsPositive, miles) switch
        {
            (true, { } both) => $"{Formats.Amount(back)} + {Formats.Amount(both)}",
            (false, { } alone) => Formats.Amount(alone),
            (true, null) => Formats.Amount(back),
            (false, null) => null,
        };
        return (paid, released.IsPositive) switch
        {
            (null, _) => IsBare(refund) ? "" : Formats.Amount(refund.Total),
            ({ } amount, false) => amount,
            ({ } amount, true) => T($"{amount}, and the reservation of {Formats.Amount(released)}"),
        };
    }

    /// <summary>The closing of an order that did nothing: no amount of it says anything.</summary>
    private static bool IsBare(Refund refund) => refund is { Ask.Kind: RefundKind.Unwind, Total.IsPositive: false } && refund.Legs.All(leg => leg.Kind is LegKind.Notify);

    private static Money Released(Refund refund) => refund.Legs.Where(leg => leg.Kind is LegKind.Release)
        .Aggregate(Money.Zero(refund.Total.Unit), (sum, leg) => leg.Amount is { } amount ? sum + amount : sum);

    public static string Leg(RefundLeg leg, IReadOnlyList<Core.Fulfilment.Voucher> vouchers) => leg.Kind switch
    {
        LegKind.Deliverable => T($"Voucher {vouchers.FirstOrDefault(voucher => voucher.VoucherId == leg.VoucherId)?.CodeLast4 ?? leg.VoucherId} is made void"),
        LegKind.Miles when leg is { Amount: { } amount, Forfeited: { IsPositive: true } expired } => T($"{Formats.Amount(amount - expired)} goes back; {Formats.Amount(expired)} had expired"),
        LegKind.Release when leg.Amount is { } reserved => T($"The reservation of {Formats.Amount(reserved)} is released"),
        LegKind.Release => T("The reservation on the card is released"),
        LegKind.Cash or LegKind.Miles when leg.Amount is { } amount => T($"{Formats.Amount(amount)} goes back"),
        LegKind.Cash or LegKind.Miles => T("Money goes back"),
        LegKind.Notify => T("The customer is told"),
    };

    /// <summary>What somebody is told whose command was done.</summary>
    public static Sentence Told(RefundOutcome outcome) => outcome.State switch
    {
        RefundState.PendingApproval => Key("The refund waits for approval by somebody else."),
        RefundState.Approved => Key("The refund is approved and starts in a moment."),
        RefundState.Running => Key("The refund runs. Its parts are shown on the page of the order."),
        RefundState.Succeeded => Key("The refund is done."),
        RefundState.NeedsAttention => Key("It is recorded. The refund still needs a person."),
        RefundState.Rejected => Key("The refund is rejected. Nothing moved."),
        RefundState.Cancelled => Key("The refund is called off. Nothing moved."),
        RefundState.Closed => Key("The undoing is closed. Nothing more moves."),
        RefundState.Expired => Key("The refund has expired. Nothing moved."),
    };
}
