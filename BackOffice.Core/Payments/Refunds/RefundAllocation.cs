using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Divides a case's cash, or its miles, over the tenders they may go back to; the parts of each add up to their total or there is no plan.</summary>
internal static class RefundAllocation
{
    /// <summary>What may still go back to a tender: not settled, not reserved, and not planned by a case that waits.</summary>
    public static Money Available(Tender tender, IEnumerable<Refund> others) => others.Where(refund => refund.IsWaiting)
        .SelectMany(refund => refund.Legs)
        .Where(leg => leg.TenderId == tender.TenderId && leg.Amount is not null)
        .Aggregate(TenderBalances.Refundable(tender), (left, leg) => left - (leg.Amount ?? Money.Zero(left.Unit)));

    public static Result<IReadOnlyList<TenderShare>> Of(OrderHead order, RefundAsk ask, Money total, IReadOnlyList<Refund> others)
    {
        var tenders = order.Tenders.Where(tender => tender.Amount.Unit == total.Unit).ToList();
        var available = tenders.Select(tender => Math.Max(0, Available(tender, others).Minor)).ToList();
        if (available.Sum() < total.Minor)
        {
            var most = new Money(available.Sum(), total.Unit);
            return new Rejected(
                "refund.too-much",
                others.FirstOrDefault(refund => refund.IsWaiting) is { } waiting
                    ? (Sentence)$"{total} is more than the {most} that may still go back; refund {waiting.RefundId} waits and claims {waiting.Amounts}."
                    : (Sentence)$"{total} is more than the {most} that may still go back.");
        }

        List<TenderShare>? asked = ask.Allocation is { } allocation ? [.. allocation.Where(share => total.Unit != Money.Miles ? share.Amount.Unit != Money.Miles : share.Amount.Unit == Money.Miles)] : null;
        // Who says how the cash is divided has not said that no miles go back.
        var shares = asked is { } wanted && (wanted.Count > 0 || total.Unit != Money.Miles) ? Wanted(tenders, available, wanted, total) : Proportional(tenders, available, total);
        if (!shares.IsSuccess)
            return shares.Error;
        foreach (var share in shares.Value)
        {
            var tender = tenders.First(candidate => candidate.TenderId == share.TenderId);
            switch (tender.Kind)
            {
                case TenderKind.Card when tender.CaptureId is null:
                    return new Rejected("refund.tender", $"Tender {tender.TenderId} has no capture that the gateway could refund.");
                case TenderKind.Miles when tender.RedemptionId is null:
                    return new Rejected("refund.tender", $"Tender {tender.TenderId} has no redemption that the programme could give back.");
                case TenderKind.Card or TenderKind.Miles:
                    break;
                case TenderKind.Credit or TenderKind.StoredValue:
                    return new Rejected("refund.tender", $"Tender {tender.TenderId} is {tender.Kind}: only cards and miles can be refunded here; there is no gateway for it.");
            }
        }

        return shares;
    }

    private static Result<IReadOnlyList<TenderShare>> Proportional(List<Tender> tenders, List<long> available, Money total)
    {
        var parts = Shares.Of(total.Minor, available);
        return tenders.Select((tender, index) => new TenderShare(tender.TenderId, new Money(parts[index], total.Unit))).Where(share => share.Amount.IsPositive).ToList();
    }

    private static Result<IReadOnlyList<TenderShare>> Wanted(List<Tender> tenders, List<long> available, IReadOnlyList<TenderShare> wanted, Money total)
    {
        if (wanted.Select(share => share.TenderId).Distinct().Count() != wanted.Count)
            return new Invalid("allocation", "A tender is named twice.");
        foreach (var share in wanted)
        {
            var index = tenders.FindIndex(tender => tender.TenderId == share.TenderId);
            if (index < 0 || share.Amount.Unit != total.Unit)
                return new Invalid("allocation", $"The order has no tender {share.TenderId} in {total.Unit}; units never convert.");
            if (share.Amount.Minor < 0 || share.Amount.Minor > available[index])
                return new Rejected("refund.too-much", $"Tender {share.TenderId}: from 0 to {new Money(available[index], total.Unit)} may go back.");
        }

        var sum = wanted.Aggregate(Money.Zero(total.Unit), (all, share) => all + share.Amount);
        return sum == total
            ? wanted.Where(share => share.Amount.IsPositive).OrderBy(share => share.TenderId).ToList()
            : new Invalid("allocation", $"The parts add up to {sum}; they must add up to {total}.");
    }
}
