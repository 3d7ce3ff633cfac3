using System.Globalization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Export;

/// <summary>One column of an export, in both formats.</summary>
/// <param name="Name">camelCase; the head of the CSV and the member of the JSON.</param>
/// <param name="Value">Of an order: invariant text, or null where it has none.</param>
/// <param name="IsNumber">Written as a number, never as text.</param>
/// <param name="Mask">For personal data: what is shown in its place.</param>
internal sealed record ExportColumn(string Name, Func<OrderHead, string?> Value, bool IsNumber = false, Func<string, string>? Mask = null)
{
    /// <summary>In the order of the file. Columns are only ever added, at the end.</summary>
    public static readonly IReadOnlyList<ExportColumn> All =
    [
        new("order", order => order.Id.Value),
        new("status", order => Word(order.Headline)),
        new("placedAt", order => Moment(order.PlacedAt)),
        new("changedAt", order => Moment(order.ChangedAt)),
        new("completedAt", order => Moment(order.CompletedAt)),
        new("stuckSince", order => Moment(order.StuckSince)),
        new("brand", order => order.Brand),
        new("channel", order => order.Channel),
        new("path", order => Word(order.Route.Path)),
        new("variant", order => order.Variant?.Variant),
        new("step", order => order.Step?.Name),
        new("tries", order => Number(order.Step?.Tries ?? 0), IsNumber: true),
        new("error", order => order.Step?.ErrorCode),
        new("payment", order => Word(order.Payment)),
        new("fulfilment", order => Word(order.Fulfilment)),
        new("fraud", order => Word(order.Fraud)),
        new("city", order => order.Lines[0].City),
        new("offer", order => order.Lines[0].OfferId),
        new("title", order => order.Lines[0].Title),
        new("lines", order => Number(order.Lines.Count), IsNumber: true),
        new("quantity", order => Number(order.Lines.Sum(line => line.Quantity)), IsNumber: true),
        new("amount", order => Major(order.Total), IsNumber: true),
        new("currency", order => order.Total.Unit),
        new("cardLast4", order => order.Tenders.FirstOrDefault(tender => tender.Last4 is not null)?.Last4),
        new("vouchersIssued", order => Number(order.VouchersIssued), IsNumber: true),
        new("fallbacks", order => Number(order.Route.FallbackCount), IsNumber: true),
        new("execution", order => order.Route.Execution),
        new("customer", order => order.Customer.Name, Mask: Masks.Name),
        new("email", order => order.Customer.Email, Mask: Masks.Email),
        new("phone", order => order.Customer.Phone, Mask: Masks.End),
        new("user", order => order.Customer.UserGuid, Mask: Masks.End),
    ];

    private static string Word<T>(T value)
        where T : struct, Enum
    {
        var word = value.ToString();
        return char.ToLowerInvariant(word[0]) + word[1..];
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Major units with the currency's own decimals: <c>178.00</c>.</summary>
    private static string Major(Money amount) => amount.ToString()[..^(amount.Unit.Length + 1)];
}
