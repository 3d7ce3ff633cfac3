using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;

namespace BackOffice.Tests.Fakes;

/// <summary>Refund cases of the sample order and what the dialog is shown.</summary>
internal static class SampleRefunds
{
    public const string CaseId = "rf01k9";

    private static readonly DateTimeOffset s_at = SampleViews.Placed.AddSeconds(60);

    public static RefundPreview Preview(RefundApprovalLevel level = RefundApprovalLevel.None, int quantity = 1, char hash = 'a') => new()
    {
        Order = SampleViews.Id, OrderVersion = 14, PolicyVersion = "0c6f2a91b3de", Kind = RefundKind.OrderReduction, ReasonCode = "customer-request",
        Lines = [new PreviewLine(1, "Harbour Sail for Two", quantity, 2 - quantity, Usd(8_900 * quantity), Usd(0))],
        Vouchers = [new PreviewVoucher("01.01", "7KQ2", VoucherState.Delivered, true), new PreviewVoucher("01.02", "M4XD", VoucherState.Delivered, quantity > 1)],
        Tenders = [new PreviewTender(1, "Visa ending in 4242", Usd(17_800), Usd(0), Usd(8_900 * quantity), Usd(17_800 - (8_900 * quantity)))],
        Total = Usd(8_900 * quantity), Fees = Usd(0), Level = level, LevelWhy = level is RefundApprovalLevel.None ? "Up to 150.00 USD nobody else approves." : "Above 150.00 USD one other approves.",
        Message = new PreviewMessage("dora.whitfield@example.com", "Your refund", "We have refunded Harbour Sail for Two: 89.00 USD to your Visa ending in 4242."), Hash = new string(hash, 64),
    };

    public static Refund Case(RefundState state = RefundState.PendingApproval, LegState money = LegState.Planned, LegState voucher = LegState.Planned, string maker = "https://idp.example|1") => new()
    {
        RefundId = CaseId, Number = 1, State = state,
        Ask = new RefundAsk { Kind = RefundKind.OrderReduction, ReasonCode = "customer-request", Reason = "Moved the trip", Lines = [new RefundLineAsk(1, 2)] },
        RequestedBy = new RefundPerson(maker, "Teodora Quill"), RequestedAt = s_at, ExpiresAt = s_at.AddHours(24), Lines = [new RefundLine(1, 2, Usd(17_800), Usd(0), ["01.01", "01.02"])],
        Total = Usd(17_800), PreviewHash = new string('b', 64), PolicyVersion = "0c6f2a91b3de", Level = RefundApprovalLevel.Lead, LevelWhy = "Above 150.00 USD one other approves.",
        Legs =
        [
            Leg("voucher-01.01", LegKind.Deliverable, voucher, "01.01"), Leg("voucher-01.02", LegKind.Deliverable, voucher, "01.02"),
            Leg("cash-1", LegKind.Cash, money, "1") with { Amount = Usd(17_800), TenderId = 1, Reference = money is LegState.Succeeded ? "re_771" : null },
            Leg("notify", LegKind.Notify, LegState.Planned, "1"),
        ],
    };

    public static OrderView With(params Refund[] refunds) => SampleViews.Done() with { Refunds = refunds };

    /// <summary>An undoing that stopped; all vouchers are dead, and what was taken went back by a refund or did not.</summary>
    public static OrderView StoppedUnwinding(bool paidBack)
    {
        var undoing = Case(RefundState.NeedsAttention, voucher: LegState.Succeeded);
        var view = With(undoing with { Ask = undoing.Ask with { Kind = RefundKind.Unwind, ReasonCode = UnwindDesk.ReasonCode, Lines = [] }, Lines = [] });
        var tender = view.Head.Tenders[0];
        return view with
        {
            Head = view.Head with { Tenders = [tender with { Refunded = paidBack ? tender.Captured : tender.Refunded }] },
            Vouchers = [.. view.Vouchers.Select(voucher => voucher with { State = VoucherState.Void })],
        };
    }

    /// <summary>Money of which nobody knows, looked up again at 07:51 UTC.</summary>
    public static OrderView Unknown()
    {
        var refund = Case(RefundState.Running, LegState.Unknown, LegState.Succeeded);
        var view = With(refund);
        var leg = refund.Legs[2];
        return view with
        {
            Head = view.Head with { Headline = Headline.Unknown, UnknownEffects = 1 },
            Effects = [.. view.Effects, view.Effects[2] with { Key = leg.KeyOf(SampleViews.Id, CaseId), Kind = EffectKind.RefundPayment, State = EffectState.Unknown, NextLookupAt = SampleViews.Placed.AddMinutes(10) }],
        };
    }

    public static RefundCase Waiting(Refund? refund = null, RefundPreview? preview = null) => new(SampleViews.Id, 14, refund ?? Case())
    {
        Customer = "Dora W•••", Preview = preview ?? Preview(RefundApprovalLevel.Lead, 2, 'b'),
    };

    /// <summary>What undoing the declined order would do: a voucher, miles of which some expired, a reservation.</summary>
    public static UnwindCheck Unwinding() => new(null, ["GC-4417-0932-1"], new RefundPreview
    {
        Order = SampleViews.Id, OrderVersion = 9, PolicyVersion = "0c6f2a91b3de", Kind = RefundKind.Unwind, ReasonCode = UnwindDesk.ReasonCode, Lines = [],
        Vouchers = [new PreviewVoucher("01.01", "7KQ2", VoucherState.KeptBack, true)],
        Tenders =
        [
            new PreviewTender(2, "miles", new Money(10_000, Money.Miles), Money.Zero(Money.Miles), new Money(6_000, Money.Miles), Money.Zero(Money.Miles), new Money(4_000, Money.Miles)),
            new PreviewTender(1, "visa ending 4242", Money.Zero("USD"), Money.Zero("USD"), Usd(17_800), Money.Zero("USD"), null, Released: true),
        ],
        Total = Usd(17_800), Miles = new Money(10_000, Money.Miles), Fees = Money.Zero("USD"), Level = RefundApprovalLevel.None, LevelWhy = "Own word.", Executions = ["GC-4417-0932-1"],
        Message = new PreviewMessage("dora@example.com", "Your order could not be completed", "We are sorry."), Hash = new string('c', 64),
    });

    public static RefundOutcome Outcome(RefundState state) => new(SampleViews.Id, CaseId, state, 15, "done");

    private static RefundLeg Leg(string id, LegKind kind, LegState state, string unit) => new()
    {
        LegId = id, Kind = kind, State = state, Step = kind is LegKind.Deliverable ? "void-voucher" : "refund-money", Unit = unit, At = s_at, VoucherId = kind is LegKind.Deliverable ? unit : null,
    };

    private static Money Usd(long cents) => new(cents, "USD");
}
