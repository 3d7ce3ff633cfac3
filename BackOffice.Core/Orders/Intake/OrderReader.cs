using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Intake;

/// <summary>The order's own rules over the members of its document.</summary>
internal static class OrderReader
{
    public const int MaxLines = 20;
    public const int MaxQuantity = 20;
    public const long MaxPrice = 1_000_000_000;
    public const long MaxTotal = MaxPrice * MaxQuantity * MaxLines;

    public static OrderRequest Read(JsonFields order, Findings findings)
    {
        order.Word("kind", nameof(OrderKind.DealVoucher));
        var brand = order.Word("brand", "gilt-city");
        var channel = order.OptionalText("channel", TextRules.Slug);
        var locale = order.OptionalText("locale", TextRules.Locale);
        var references = References(order, findings);
        var customer = Customer(order.Object("customer"));
        var lines = order.Items("lines", 1, MaxLines).Select((item, index) => Line(item.Pointer, item.Element, index + 1, findings)).ToList();
        var tenders = order.Items("tenders", 1, 2).Select((item, index) => index == 0 ? Card(item.Pointer, item.Element, findings) : Miles(item.Pointer, item.Element, findings)).ToList();
        if (!findings.Any)
            CheckMoney(lines, tenders, findings);

        var request = new OrderRequest
        {
            Kind = OrderKind.DealVoucher, Brand = brand, ExternalRefs = references, Customer = customer, Lines = lines, Tenders = tenders,
        };
        return request with { Channel = channel ?? request.Channel, Locale = locale ?? request.Locale };
    }

    public static OrderHistory ReadHistory(JsonFields history)
    {
        var placedAt = history.Time("placedAt");
        var headline = history.Word("headline", "done", "cancelled", "refunded", "failed") switch
        {
            "cancelled" => Headline.Cancelled,
            "refunded" => Headline.Refunded,
            "failed" => Headline.Failed,
            _ => Headline.Done,
        };
        history.Close();
        return new() { PlacedAt = placedAt, Headline = headline };
    }

    private static List<ExternalReference> References(JsonFields order, Findings findings)
    {
        List<ExternalReference> references = [];
        foreach (var (pointer, element) in order.Items("externalRefs", 0, KeyNormaliser.MaxExternalReferences, required: false))
        {
            if (JsonFields.Open(element, pointer, findings) is not { } fields)
                continue;
            var reference = new ExternalReference(fields.Text("system", TextRules.Slug), fields.Text("value", TextRules.Reference));
            fields.Close();
            if (references.Contains(reference))
                findings.Add(pointer, "stands twice");
            references.Add(reference);
        }
        return references;
    }

    private static Customer Customer(JsonFields? fields)
    {
        if (fields is null)
            return new() { Name = "", Email = "" };
        var customer = new Customer
        {
            UserGuid = fields.OptionalText("userGuid", TextRules.UserGuid),
            Name = fields.Text("name", TextRules.Line),
            Email = fields.Text("email", TextRules.Email),
            Phone = fields.OptionalText("phone", TextRules.Phone),
        };
        if (customer.Name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > KeyNormaliser.MaxNameWords)
            fields.Fault("name", $"must have at most {KeyNormaliser.MaxNameWords} words");
        fields.Close();
        return customer;
    }

    private static OrderLine Line(string pointer, JsonElement element, int number, Findings findings)
    {
        if (JsonFields.Open(element, pointer, findings) is not { } fields)
            return new() { LineId = number, City = "", OfferId = "", UnitId = "", Title = "", Quantity = 1, UnitPrice = default };
        var line = new OrderLine
        {
            LineId = number,
            City = fields.Text("city", TextRules.City),
            OfferId = fields.Text("offerId", TextRules.Identifier),
            UnitId = fields.Text("unitId", TextRules.Identifier),
            MerchantId = fields.OptionalText("merchantId", TextRules.Identifier),
            Title = fields.Text("title", TextRules.Line),
            Quantity = (int)fields.Integer("quantity", 1, MaxQuantity),
            UnitPrice = fields.Money("unitPrice", MaxPrice),
            UnitMiles = fields.OptionalMiles("unitMiles", MaxPrice),
            PromoValue = fields.OptionalMoney("promoValue", MaxPrice),
            PromoExpiresAt = fields.OptionalTime("promoExpiresAt"),
            PaidExpiresAt = fields.OptionalTime("paidExpiresAt"),
            Zone = fields.OptionalText("zone", TextRules.Zone),
            ExtendableUntil = fields.OptionalTime("extendableUntil"),
        };
        if (line.Zone is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            fields.Fault("zone", TextRules.Zone.Message);
        if (line.PromoValue is null != line.PromoExpiresAt is null)
            fields.Fault(line.PromoValue is null ? "promoValue" : "promoExpiresAt", "is missing: a promotion has both its value and its end");
        fields.Close();
        return line;
    }

    private static Tender Card(string pointer, JsonElement element, Findings findings)
    {
        if (JsonFields.Open(element, pointer, findings) is not { } fields)
            return new() { TenderId = 1, Kind = TenderKind.Card, Amount = default, Token = "" };
        fields.Word("kind", nameof(TenderKind.Card));
        var tender = new Tender
        {
            TenderId = 1,
            Kind = TenderKind.Card,
            Token = fields.Text("token", TextRules.Token),
            Brand = fields.OptionalText("brand", TextRules.Slug),
            Last4 = fields.OptionalText("last4", TextRules.Last4),
            Amount = fields.Money("amount", MaxTotal),
        };
        fields.Close();
        var zero = Money.Zero(tender.Amount.Unit);
        return tender with { Authorised = zero, Captured = zero, Refunded = zero, Reserved = zero };
    }

    private static Tender Miles(string pointer, JsonElement element, Findings findings)
    {
        if (JsonFields.Open(element, pointer, findings) is not { } fields)
            return new() { TenderId = 2, Kind = TenderKind.Miles, Amount = default, Token = "" };
        fields.Word("kind", nameof(TenderKind.Miles));
        var (token, amount) = (fields.Text("token", TextRules.Token), fields.Miles("amount", MaxTotal));
        fields.Close();
        var zero = Money.Zero(Money.Miles);
        return new() { TenderId = 2, Kind = TenderKind.Miles, Token = token, Amount = amount, Authorised = zero, Captured = zero, Refunded = zero, Reserved = zero };
    }

    /// <summary>One currency everywhere, and the tenders pay exactly the lines. Only for documents without another fault: stand-ins have no meaning.</summary>
    private static void CheckMoney(List<OrderLine> lines, List<Tender> tenders, Findings findings)
    {
        var unit = lines[0].UnitPrice.Unit;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].UnitPrice.Unit != unit)
                findings.Add($"/lines/{i}/unitPrice/unit", "must be the currency of the first line");
            if (lines[i].PromoValue is { } promo && promo.Unit != unit)
                findings.Add($"/lines/{i}/promoValue/unit", "must be the currency of the first line");
        }
        if (tenders[0].Amount.Unit != unit)
            findings.Add("/tenders/0/amount/unit", "must be the currency of the lines");
        if (findings.Any)
            return;
        var total = lines.Sum(line => line.UnitPrice.Minor * line.Quantity);
        if (tenders[0].Amount.Minor != total)
            findings.Add("/tenders/0/amount/minor", $"must be the sum of the lines, {total}");
        var miles = lines.Sum(line => (line.UnitMiles?.Minor ?? 0) * line.Quantity);
        if (tenders.Count == 1 && miles > 0)
            findings.Add("/tenders", $"needs a second tender that pays the {miles} miles of the lines");
        if (tenders.Count == 2 && tenders[1].Amount.Minor != miles)
            findings.Add("/tenders/1/amount/minor", $"must be the sum of the lines' miles, {miles}");
    }
}
