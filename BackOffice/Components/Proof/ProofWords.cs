using BackOffice.Core.Payments.Proof;

namespace BackOffice.Components.Proof;

/// <summary>The rules of the money, and what breaks them, in words.</summary>
internal static class ProofWords
{
    public static string Rule(string invariant) => invariant switch
    {
        "I1" => T("What went back and what is reserved is never more than what was taken, tender by tender."),
        "I2" => T("Our refunds are the gateway's refunds, both ways."),
        "I3" => T("Every amount is above zero."),
        "I4" => T("The parts of a refund add up to it, and so do its lines less fees."),
        "I5" => T("No unit of an order is refunded twice."),
        "I6" => T("Money and miles never turn into each other, and a kindness is booked as one."),
        "I7" => T("Miles given back or forfeited are at most those that were redeemed."),
        "I8" => T("One call to a gateway changes the ledger at most once."),
        "I9" => T("A new attempt follows only an attempt that is proved to have failed."),
        "I10" => T("What was sent or is unknown keeps its reservation."),
        "I11" => T("No money is sent before the vouchers are dead."),
        "I12" => T("A unit has at most one voucher that lives."),
        "I13" => T("A redeemed voucher is refunded only by override, with two who approve."),
        "I14" => T("Nobody approves what they asked for themselves."),
        "I15" => T("The ledger gives the balances exactly."),
        "I16" => T("Every entry of a ledger says who, what for and when, and none is missing."),
        "I17" => T("The refunds of all units of a line add up to its price."),
        "I18" => T("A refund that came back opens its amount and its case again."),
        "I19" => T("Nobody passes the daily budget on their own word."),
        "I20" => T("One refund at a time: the one that runs owns the order."),
        "I21" => T("An unwinding undoes only what the executions that it names did, and each of it once."),
        StandingFinding.Unreadable => T("Every order can be read."),
        _ => invariant,
    };

    /// <summary>What was counted for a rule.</summary>
    public static string Counted(string invariant, long count) => invariant switch
    {
        "I2" => count == 1 ? T("1 refund") : T($"{Formats.Number(count)} refunds"),
        "I19" => count == 1 ? T("1 day of a person") : T($"{Formats.Number(count)} days of people"),
        _ => count == 1 ? T("1 order") : T($"{Formats.Number(count)} orders"),
    };

    public static string Kind(DifferenceKind kind) => kind switch
    {
        DifferenceKind.OnlyAtGateway => T("Only the gateway has it"),
        DifferenceKind.OnlyHere => T("Only we have it"),
        DifferenceKind.Amount => T("The amounts differ"),
        DifferenceKind.CameBack => T("It came back, and we have not heard of it"),
        DifferenceKind.NotFinished => T("We call it done, and the gateway has not finished"),
        DifferenceKind.DoneThere => T("We say that it did not happen, and the gateway did it"),
    };

    /// <summary>Both sides of a difference.</summary>
    public static string Sides(LedgerDifference difference) => T($"Here: {Side(difference.Ours is { } ours ? StatusLook.Of(ours).Word : null, difference.OurAmount)}. There: {Side(difference.Theirs is { } theirs ? Status(theirs) : null, difference.TheirAmount)}.");

    public static string End(MoneyCheck check) => check.End switch
    {
        MoneyCheckEnd.Whole when check.Broken == 0 => T("Everything holds"),
        MoneyCheckEnd.Whole => check.Broken == 1 ? T("1 finding") : T($"{Formats.Number(check.Broken)} findings"),
        MoneyCheckEnd.Stopped => check.Broken == 0 ? T("Stopped; nothing found until then") : T($"Stopped; findings until then: {Formats.Number(check.Broken)}"),
        MoneyCheckEnd.Failed => T("It could not go on; the log says why"),
    };

    public static string By(MoneyCheck check) => check.Nightly ? T("By the clock") : check.By;

    private static string Side(string? state, Core.Common.Money? amount) => state is null ? T("nothing") : amount is { } known ? T($"{state}, {Formats.Amount(known)}") : state;

    private static string Status(Core.Payments.GatewayRefundStatus status) => status switch
    {
        Core.Payments.GatewayRefundStatus.Pending => T("Not finished"),
        Core.Payments.GatewayRefundStatus.Succeeded => T("Done"),
        Core.Payments.GatewayRefundStatus.Failed => T("Failed"),
        Core.Payments.GatewayRefundStatus.Reversed => T("Came back"),
    };
}
