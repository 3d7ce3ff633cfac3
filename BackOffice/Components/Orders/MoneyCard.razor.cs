using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>A table a tender; never a sum over units.</summary>
public sealed partial class MoneyCard
{
    [Inject] public required ViewerZone Zone { get; init; }

    [Parameter, EditorRequired] public required OrderHead Head { get; set; }

    [Parameter, EditorRequired] public IReadOnlyList<LedgerEntry> Ledger { get; set; } = [];

    private string Words
    {
        get
        {
            var back = Head.Tenders.Select(TenderBalances.Refundable).Where(left => left.IsPositive).ToList();
            if (back.Count > 0)
                return T($"Can go back: {string.Join(", ", back.Select(left => Formats.Amount(left)))}.");
            return Head.Tenders.Any(tender => tender.Captured.Minor > 0) ? T("Everything taken went back.") : T("Nothing can be refunded: no money was taken.");
        }
    }

    // A balance that no entry has touched yet has no unit of its own.
    private static string Number(Tender tender, long minor) => Formats.Number(new Money(minor, tender.Amount.Unit));

    private static string WordOf(LedgerType type) => type switch
    {
        LedgerType.Authorise => T("Authorised"),
        LedgerType.AuthoriseVoid => T("Authorisation undone"),
        LedgerType.Capture => T("Captured"),
        LedgerType.RefundReserve => T("Refund reserved"),
        LedgerType.RefundRelease => T("Refund released"),
        LedgerType.RefundSettle => T("Refunded"),
        LedgerType.RefundReverse => T("Refund reversed"),
        LedgerType.Chargeback => T("Charged back"),
        LedgerType.MilesRedeem => T("Miles redeemed"),
        LedgerType.MilesRecredit => T("Miles given back"),
        LedgerType.MilesForfeit => T("Miles forfeited"),
        LedgerType.ForfeitReverse => T("Forfeited miles open again"),
        LedgerType.Fee => T("Fee"),
        LedgerType.Goodwill => T("Goodwill"),
    };
}
