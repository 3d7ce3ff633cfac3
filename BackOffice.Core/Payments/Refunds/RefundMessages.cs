using System.Globalization;
using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What the customer is told; the preview shows it word for word, and it is sent once the money has gone.</summary>
internal static class RefundMessages
{
    public static PreviewMessage Of(OrderHead order, IReadOnlyList<RefundLine> lines, IReadOnlyList<Voucher> dying, IReadOnlyList<ValueShare> shares)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Dear {order.Customer.Name},\n\n");
        foreach (var share in shares)
            Say(text, order, share, "we returned", $" of your order {order.Id}");
        if (lines.Count > 0)
            text.Append('\n');
        foreach (var line in lines)
        {
            var bought = order.Lines.First(candidate => candidate.LineId == line.LineId);
            text.Append(CultureInfo.InvariantCulture, $"{line.Quantity} × {bought.Title}: {line.Price}");
            if (line.Miles is { } miles)
                text.Append(CultureInfo.InvariantCulture, $" and {Words(miles)}");
            text.Append(line.Fee.IsPositive ? $", less a fee of {line.Fee}{(line.MilesFee is { IsPositive: true } kept ? $" and {Words(kept)}" : "")}\n" : "\n");
        }

        if (dying.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n{Ending(dying)} no longer valid.\n");
        return new PreviewMessage(order.Customer.Email, $"Your refund for order {order.Id}", text.ToString());
    }

    /// <summary>Of an order that could not be completed. Vouchers that the customer never got are not spoken of.</summary>
    public static PreviewMessage Unwound(OrderHead order, IReadOnlyList<Voucher> dying, IReadOnlyList<ValueShare> shares)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Dear {order.Customer.Name},\n\nwe are sorry: your order {order.Id} could not be completed, and you do not pay for it.\n\n");
        foreach (var share in shares)
            Say(text, order, share, "We returned", "");
        if (shares.Count == 0 && order.Tenders.All(tender => !tender.Captured.IsPositive))
            text.Append("Nothing was taken.\n");
        if (order.NotifiedAt is not null && dying.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n{Ending(dying)} not valid.\n");
        return new PreviewMessage(order.Customer.Email, $"Your order {order.Id} could not be completed", text.ToString());
    }

    private static void Say(StringBuilder text, OrderHead order, ValueShare share, string returned, string ofWhat)
    {
        var tender = order.Tenders.First(candidate => candidate.TenderId == share.TenderId);
        if (tender.Kind is TenderKind.Miles)
        {
            if (share.Back.IsPositive)
                text.Append(CultureInfo.InvariantCulture, $"{returned} {Words(share.Back)}{ofWhat} to your account.\n");
            if (share.Expired.IsPositive)
                text.Append(CultureInfo.InvariantCulture, $"{Words(share.Expired)} had expired and could not be returned.\n");
        }
        else if (share.Released)
        {
            text.Append(CultureInfo.InvariantCulture, $"{share.Back} were only reserved on your {NameOf(tender)}; the reservation is released and nothing was taken.\n");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{returned} {share.Back}{ofWhat} to your {NameOf(tender)}. Your bank may need some days to show it.\n");
        }
    }

    private static string Ending(IReadOnlyList<Voucher> vouchers) => vouchers.Count == 1
        ? $"The voucher ending {vouchers[0].CodeLast4} is"
        : $"The vouchers ending {string.Join(", ", vouchers.SkipLast(1).Select(voucher => voucher.CodeLast4))} and {vouchers[^1].CodeLast4} are";

    private static string Words(Money miles) => string.Create(CultureInfo.InvariantCulture, $"{miles.Minor:N0} miles");

    public static string NameOf(Tender tender) =>
        $"{Capital(tender.Brand) ?? tender.Kind.ToString().ToLowerInvariant()}{(tender.Last4 is null ? "" : " ending " + tender.Last4)}";

    /// <summary>Brands are stored as the shop's checkout names them, in lower case.</summary>
    private static string? Capital(string? brand) => brand is { Length: > 0 } ? char.ToUpperInvariant(brand[0]) + brand[1..] : null;
}
