using System.Globalization;
using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What the customer is told; the preview shows it word for word, and it is sent once the money has gone.</summary>
internal static class RefundMessages
{
    public static PreviewMessage Of(OrderHead order, IReadOnlyList<RefundLine> lines, IReadOnlyList<Voucher> dying, IReadOnlyList<TenderShare> shares)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Dear {order.Customer.Name},\n\n");
        foreach (var share in shares)
        {
            var tender = order.Tenders.First(candidate => candidate.TenderId == share.TenderId);
            text.Append(CultureInfo.InvariantCulture, $"we returned {share.Amount} of your order {order.Id} to your {NameOf(tender)}. Your bank may need some days to show it.\n");
        }

        if (lines.Count > 0)
            text.Append('\n');
        foreach (var line in lines)
        {
            var bought = order.Lines.First(candidate => candidate.LineId == line.LineId);
            text.Append(CultureInfo.InvariantCulture, $"{line.Quantity} × {bought.Title}: {line.Price}");
            text.Append(line.Fee.IsPositive ? $", less a fee of {line.Fee}\n" : "\n");
        }

        if (dying.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\nThe vouchers ending {string.Join(", ", dying.Select(voucher => voucher.CodeLast4))} are no longer valid.\n");
        return new PreviewMessage(order.Customer.Email, $"Your refund for order {order.Id}", text.ToString());
    }

    public static string NameOf(Tender tender) =>
        $"{tender.Brand ?? tender.Kind.ToString().ToLowerInvariant()}{(tender.Last4 is null ? "" : " ending " + tender.Last4)}";
}
