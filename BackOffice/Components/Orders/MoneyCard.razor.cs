using BackOffice.Core.Common;
using BackOffice.Core.Orders;
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
            var back = Head.Tenders.Where(tender => tender.Captured.Minor - tender.Refunded.Minor - tender.Reserved.Minor > 0).ToList();
            if (back.Count > 0)
                return "Can go back: " + string.Join(" and ", back.Select(tender => Formats.Amount(new Money(tender.Captured.Minor - tender.Refunded.Minor - tender.Reserved.Minor, tender.Amount.Unit)))) + ".";
            return Head.Tenders.Any(tender => tender.Captured.Minor > 0) ? "Everything taken went back." : "Nothing can be refunded: no money was taken.";
        }
    }

    private static string NameOf(Tender tender) => tender.Kind switch
    {
        TenderKind.Card => $"{Formats.Capital(tender.Brand ?? "card")}{(tender.Last4 is null ? "" : " ending " + tender.Last4)}",
        TenderKind.Miles => "Miles",
        TenderKind.Credit => "Credit",
        TenderKind.StoredValue => "Stored value",
    };

    // A balance that no entry has touched yet has no unit of its own.
    private static string Number(Tender tender, long minor) => Formats.Number(new Money(minor, tender.Amount.Unit));

    private static string StepWord(LedgerType type) => Run.StepTitles.Humanise(type.ToString());
}
