using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Components.Orders;

/// <summary>A query as a person would say it, part by part: "is failed", "took the batch path".</summary>
internal static class QueryWords
{
    public static IEnumerable<string> Of(OrderQuery query, ViewerZone zone, DateTimeOffset now)
    {
        if (query.Text is { } text)
            yield return $"matches “{text}”";
        if (query.Keys.Count > 0)
            yield return "has every key asked for";
        if (query.Headlines.Count > 0)
            yield return "is " + (IsPerson(query) ? "waiting for a person" : string.Join(" or ", query.Headlines.Select(headline => StatusLook.Of(headline).Word.ToLowerInvariant())));
        if (query.Path is { } path)
            yield return $"took the {path.ToString().ToLowerInvariant()} path";
        foreach (var part in Facets(query))
            yield return part;
        if (query.Amount is { } amount)
            yield return (amount.From, amount.To) switch
            {
                ({ } from, { } to) => $"is of {Number(from)} to {Number(to)}",
                ({ } from, null) => $"is of {Number(from)} or more",
                (null, { } to) => $"is of {Number(to)} or less",
                _ => "has an amount",
            };
        if (query.Placed is { } placed)
            yield return "was placed " + Between(placed, zone, now);
        if (query.Changed is { } changed)
            yield return "changed " + Between(changed, zone, now);
    }

    /// <summary>True for the list of everything that waits for somebody.</summary>
    public static bool IsPerson(OrderQuery query) => query.Headlines.Count == QueryFields.NeedPerson.Count && QueryFields.NeedPerson.All(query.Headlines.Contains);

    private static IEnumerable<string> Facets(OrderQuery query) => new[]
    {
        Facet("stands in", query.Step, StepTitles.Of), Facet("has the error", query.Error), Facet("is from", query.City), Facet("has the variant", query.Variant), Facet("is in", query.Currency),
    }.OfType<string>();

    private static string? Facet(string verb, Facet? facet, Func<string, string>? title = null)
    {
        if (facet is null)
            return null;
        var only = facet.Only.Count == 0 ? "" : verb + " " + string.Join(" or ", facet.Only.Select(value => title?.Invoke(value) ?? value));
        var except = facet.Except.Count == 0 ? "" : $"not “{verb}” " + string.Join(" or ", facet.Except.Select(value => title?.Invoke(value) ?? value));
        return string.Join(" and ", new[] { only, except }.Where(part => part.Length > 0));
    }

    private static string Between(TimeRange range, ViewerZone zone, DateTimeOffset now) => (range.From, range.Before) switch
    {
        ({ } from, { } before) => $"from {Formats.Moment(zone.ToLocal(from.At), zone.ToLocal(now))} to {Formats.Moment(zone.ToLocal(before.At), zone.ToLocal(now))}",
        ({ } from, null) => $"after {Formats.Moment(zone.ToLocal(from.At), zone.ToLocal(now))}",
        (null, { } before) => $"before {Formats.Moment(zone.ToLocal(before.At), zone.ToLocal(now))}",
        _ => "at some time",
    };

    private static string Number(long scaled) => (scaled / (decimal)OrderIndex.AmountScale).ToString("#,0.00##", System.Globalization.CultureInfo.InvariantCulture);
}
