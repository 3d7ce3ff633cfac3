using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments;

/// <summary>
/// What each ledger entry does to its tender. The balances in an order's head are a cache of this: posted with every entry, and rebuilt exactly
/// from all of them. Amounts are minor units of the tender's own unit; another unit throws.
/// </summary>
public static class TenderBalances
{
    /// <summary>The tender after the entry.</summary>
    public static Tender Post(Tender tender, LedgerType type, Money amount)
    {
        if (amount.Unit != tender.Amount.Unit)
            throw new InvalidOperationException($"Tender {tender.TenderId} is in {tender.Amount.Unit}; {amount.Unit} is never posted to it.");
        return type switch
        {
            LedgerType.Authorise => tender with { Authorised = Of(tender.Authorised, amount) + amount },
            LedgerType.AuthoriseVoid => tender with { Authorised = Of(tender.Authorised, amount) - amount },
            LedgerType.Capture or LedgerType.MilesRedeem => tender with { Captured = Of(tender.Captured, amount) + amount },
            LedgerType.RefundReserve => tender with { Reserved = Of(tender.Reserved, amount) + amount },
            LedgerType.RefundRelease => tender with { Reserved = Of(tender.Reserved, amount) - amount },
            LedgerType.RefundSettle or LedgerType.Goodwill or LedgerType.MilesRecredit => tender with
            {
                Refunded = Of(tender.Refunded, amount) + amount, Reserved = Of(tender.Reserved, amount) - amount,
            },
            LedgerType.RefundReverse => tender with { Refunded = Of(tender.Refunded, amount) - amount },
            // What has expired was given back and is gone: as settled as what counts again.
            LedgerType.MilesForfeit => tender with { Forfeited = ForfeitedOf(tender) + amount, Reserved = Of(tender.Reserved, amount) - amount },
            LedgerType.ForfeitReverse => tender with { Forfeited = ForfeitedOf(tender) - amount },
            LedgerType.Chargeback => tender with { ChargedBack = ChargedBackOf(tender) + amount },
            // It says what was kept, and moves no money of the tender.
            LedgerType.Fee => tender,
        };
    }

    /// <summary>The tender with balances of nothing but the entries: equal to what the head caches, or the cache is wrong.</summary>
    public static Tender Rebuild(Tender tender, IEnumerable<LedgerEntry> entries)
    {
        var zero = Money.Zero(tender.Amount.Unit);
        var empty = tender with { Authorised = zero, Captured = zero, Refunded = zero, Reserved = zero, ChargedBack = null, Forfeited = null };
        return entries.Where(entry => entry.TenderId == tender.TenderId).Aggregate(empty, (sum, entry) => Post(sum, entry.Type, entry.Amount));
    }

    /// <summary>Captured − settled − forfeited − reserved − charged back: what may still be given back. Zero when the bank took more than that.</summary>
    public static Money Refundable(Tender tender)
    {
        var zero = Money.Zero(tender.Amount.Unit);
        var left = Of(tender.Captured, zero) - Of(tender.Refunded, zero) - Of(tender.Reserved, zero) - ForfeitedOf(tender) - ChargedBackOf(tender);
        return left.IsPositive ? left : zero;
    }

    /// <summary>What the bank took back.</summary>
    public static Money ChargedBackOf(Tender tender) => tender.ChargedBack ?? Money.Zero(tender.Amount.Unit);

    /// <summary>Miles that had expired when they were given back.</summary>
    public static Money ForfeitedOf(Tender tender) => tender.Forfeited ?? Money.Zero(tender.Amount.Unit);

    /// <summary>The Miles axis of these tenders.</summary>
    public static MilesStatus MilesOf(IReadOnlyList<Tender> all)
    {
        var taken = all.Where(tender => tender.Kind is TenderKind.Miles && tender.Captured.IsPositive).ToList();
        if (taken.Count == 0)
            return MilesStatus.None;
        var back = taken.Sum(tender => tender.Refunded.Minor + ForfeitedOf(tender).Minor);
        return back == 0 ? MilesStatus.Redeemed : back < taken.Sum(tender => tender.Captured.Minor) ? MilesStatus.PartlyRecredited : MilesStatus.Recredited;
    }

    /// <summary>The Payment axis of these tenders; miles have an axis of their own.</summary>
    public static PaymentStatus PaymentOf(IReadOnlyList<Tender> all)
    {
        var tenders = all.Where(tender => tender.Kind is not TenderKind.Miles).ToList();
        if (tenders.Any(tender => ChargedBackOf(tender).IsPositive))
            return PaymentStatus.ChargedBack;
        var paid = tenders.Where(tender => tender.Captured.IsPositive).ToList();
        if (paid.Any(tender => tender.Refunded.IsPositive))
            return paid.All(tender => tender.Refunded.Minor >= tender.Captured.Minor) ? PaymentStatus.Refunded : PaymentStatus.PartlyRefunded;
        if (tenders.All(tender => tender.Captured.Minor >= tender.Amount.Minor))
            return tenders.Any(tender => tender.Captured.Minor > tender.Amount.Minor) ? PaymentStatus.Overpaid : PaymentStatus.Captured;
        if (paid.Count > 0)
            return PaymentStatus.PartlyCaptured;
        return tenders.All(tender => tender.Authorised.IsPositive) ? PaymentStatus.Authorised : PaymentStatus.None;
    }

    /// <summary>A balance that an older head does not have is zero.</summary>
    private static Money Of(Money balance, Money like) => balance.Unit is null ? Money.Zero(like.Unit) : balance;
}
