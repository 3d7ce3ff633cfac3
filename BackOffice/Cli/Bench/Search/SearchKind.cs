using BackOffice.Core.Orders;

namespace BackOffice.Cli.Bench.Search;

/// <summary>A kind of search, with a query for the n-th time it is made.</summary>
/// <param name="Name">In the report.</param>
/// <param name="Query">In the query language, made for an order that is somewhere in the data.</param>
/// <param name="Bounded">True for combinations that no index answers: timed to the end or to a cursor that says how far.</param>
/// <param name="Page">Which page by cursor is timed; 1 for the first.</param>
internal sealed record SearchKind(string Name, Func<OrderHead, string> Query, bool Bounded = false, int Page = 1)
{
    public static IReadOnlyList<SearchKind> All { get; } =
    [
        new("order id", order => order.Id.Value),
        new("start of an id", order => order.Id.Value[..9]),
        new("e-mail", order => order.Customer.Email),
        new("start of an e-mail", order => "email:" + order.Customer.Email[..6]),
        new("family name", order => order.Customer.Name.Split(' ')[1]),
        new("given name", order => order.Customer.Name.Split(' ')[0]),
        new("whole name", order => order.Customer.Name),
        new("two letters", order => order.Customer.Name[..2]),
        new("two words, no hit", order => order.Customer.Name.Split(' ')[0] + " zzyzx"),
        new("phone", order => order.Customer.Phone!),
        new("last digits of a phone", order => "phone:" + order.Customer.Phone![^5..]),
        new("user id", order => order.Customer.UserGuid!),
        new("execution", order => order.Id.Value + "-1"),
        new("gateway reference", order => order.Tenders[0].CaptureId!),
        new("last four of a voucher", order => order.Id.Value[^3..] + "0"),
        new("last four of a card", order => "card:" + order.Tenders[0].Last4),
        new("card, amount and day", order => FormattableString.Invariant($"card:{order.Tenders[0].Last4} amount:{order.Total.Minor / 100} placed:{order.PlacedAt:yyyy-MM-dd}")),
        new("all", _ => ""),
        new("oldest first", _ => "sort:oldest"),
        new("last changed first", _ => "sort:changed"),
        new("highest amount first", _ => "sort:amount"),
        new("commonest status", _ => "status:done"),
        new("rare statuses", _ => "status:failed,held,stuck"),
        new("needs a person", _ => "status:person"),
        new("status and path", _ => "status:failed path:batch"),
        new("step", order => "step:capture-payment"),
        new("step, status and path", _ => "step:capture-payment status:failed path:instant"),
        new("error", _ => "error:card.declined"),
        new("city", order => $"city:\"{order.Lines[0].City}\""),
        new("a day", order => FormattableString.Invariant($"placed:{order.PlacedAt:yyyy-MM-dd}")),
        new("an amount", order => FormattableString.Invariant($"amount:{order.Total.Minor / 100}.00 sort:placed")),
        new("status that nobody has, in a city", _ => "status:refunding city:Boston"),
        new("error that nobody has", _ => "error:Capture.Refused"),
        new("page 200 of the commonest status", _ => "status:done", Page: 200),
        new("page 200 of a city", _ => "city:\"New York\"", Page: 200),
        new("given name that failed", order => order.Customer.Name.Split(' ')[0] + " status:failed", Bounded: true),
        new("two letters that failed in a city", order => order.Customer.Name[..2] + " status:failed city:Boston", Bounded: true),
        new("city and status", order => $"status:done city:\"{order.Lines[0].City}\"", Bounded: true),
        new("five filters", order => $"status:done path:instant variant:on city:\"{order.Lines[0].City}\" currency:USD amount:>=100", Bounded: true),
        new("five filters, nothing there", _ => "status:done path:batch variant:on currency:BRL city:\"New York\"", Bounded: true),
        new("everything but", _ => "-status:done -city:\"New York\" -error:card.declined", Bounded: true),
        new("big amounts of a city, by change", _ => "city:Recife amount:>=1500 sort:changed", Bounded: true),
    ];
}
