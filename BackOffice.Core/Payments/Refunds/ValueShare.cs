using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Miles;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What a tender gets, as a customer is told it.</summary>
/// <param name="TenderId">The order's tender.</param>
/// <param name="Back">What goes back, or is let go.</param>
/// <param name="Expired">Miles beside it that had ended; zero elsewhere.</param>
/// <param name="Released">True when nothing was taken.</param>
internal sealed record ValueShare(int TenderId, Money Back, Money Expired, bool Released)
{
    /// <summary>As it would be today.</summary>
    public static ValueShare Planned(OrderHead order, TenderShare share, DateTimeOffset now)
    {
        var tender = order.Tenders.First(candidate => candidate.TenderId == share.TenderId);
        if (tender.Kind is not TenderKind.Miles)
            return new ValueShare(share.TenderId, share.Amount, Money.Zero(share.Amount.Unit), false);
        var split = MilesSplit.Of(tender, share.Amount, DateOnly.FromDateTime(now.UtcDateTime));
        return new ValueShare(share.TenderId, split.Back, split.Expired, false);
    }

    /// <summary>As it was done.</summary>
    public static ValueShare Done(RefundLeg leg)
    {
        var amount = leg.Amount ?? throw new InvalidDataException($"{leg.LegId} has no amount.");
        var expired = leg.Forfeited ?? Money.Zero(amount.Unit);
        return new ValueShare(leg.TenderId ?? 0, amount - expired, expired, leg.Kind is LegKind.Release);
    }
}
