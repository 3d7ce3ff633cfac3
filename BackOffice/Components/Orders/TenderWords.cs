using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders;

/// <summary>A way of paying by its name: <c>Visa ending 4242</c>.</summary>
internal static class TenderWords
{
    public static string Of(Tender tender) => tender.Kind switch
    {
        TenderKind.Card => tender.Last4 is { } last4 ? T($"{Brand(tender)} ending {last4}") : Brand(tender),
        TenderKind.Miles => T("Miles"),
        TenderKind.Credit => T("Credit"),
        TenderKind.StoredValue => T("Stored value"),
    };

    private static string Brand(Tender tender) => tender.Brand is { } brand ? Formats.Capital(brand) : T("Card");
}
