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
            yield return T($"matches “{text}”");
        if (query.Keys.Count > 0)
            yield return T("has every key asked for");
        if (IsPerson(query))
            yield return T("is waiting for a person");
        else if (query.Headlines.Count > 0)
            yield return T($"is {Either(query.Headlines.Select(headline => Formats.Small(StatusLook.Of(headline).Word)))}");
        if (query.Path is { } path)
            yield return path is OrderPath.Instant ? T("took the instant path") : T("took the batch path");
        foreach (var part in Facets(query))
            yield return part;
        if (query.Amount is { } amount)
            yield return Between(amount);
        if (query.Placed is { } placed)
            yield return Placed(placed, zone, now);
        if (query.Changed is { } changed)
            yield return Changed(changed, zone, now);
    }

    /// <summary>True for the list of everything that waits for somebody.</summary>
    public static bool IsPerson(OrderQuery query) => query.Headlines.Count == QueryFields.NeedPerson.Count && QueryFields.NeedPerson.All(query.Headlines.Contains);

    private static IEnumerable<string> Facets(OrderQuery query)
    {
        if (query.Step is { Only.Count: > 0 } step)
            yield return T($"stands in {Either(step.Only.Select(StepTitles.Of))}");
        if (query.Step is { Except.Count: > 0 } noStep)
            yield return T($"does not stand in {Either(noStep.Except.Select(StepTitles.Of))}");
        if (query.Error is { Only.Count: > 0 } error)
            yield return T($"has the error {Either(error.Only)}");
        if (query.Error is { Except.Count: > 0 } noError)
            yield return T($"does not have the error {Either(noError.Except)}");
        if (query.City is { Only.Count: > 0 } city)
            yield return T($"is from {Either(city.Only)}");
        if (query.City is { Except.Count: > 0 } noCity)
            yield return T($"is not from {Either(noCity.Except)}");
        if (query.Variant is { Only.Count: > 0 } variant)
            yield return T($"has the variant {Either(variant.Only)}");
        if (query.Variant is { Except.Count: > 0 } noVariant)
            yield return T($"does not have the variant {Either(noVariant.Except)}");
        if (query.Currency is { Only.Count: > 0 } currency)
            yield return T($"is in {Either(currency.Only)}");
        if (query.Currency is { Except.Count: > 0 } noCurrency)
            yield return T($"is not in {Either(noCurrency.Except)}");
    }

    /// <summary><c>failed, held or stuck</c>.</summary>
    private static string Either(IEnumerable<string> values)
    {
        var all = values.ToList();
        return all.Count == 1 ? all[0] : T($"{string.Join(", ", all.SkipLast(1))} or {all[^1]}");
    }

    private static string Between(AmountRange amount) => (amount.From, amount.To) switch
    {
        ({ } from, { } to) => T($"is of {Number(from)} to {Number(to)}"),
        ({ } from, null) => T($"is of {Number(from)} or more"),
        (null, { } to) => T($"is of {Number(to)} or less"),
        _ => T("has an amount"),
    };

    private static string Placed(TimeRange range, ViewerZone zone, DateTimeOffset now) => (Moment(range.From, zone, now), Moment(range.Before, zone, now)) switch
    {
        ({ } from, { } before) => T($"was placed from {from} to {before}"),
        ({ } from, null) => T($"was placed after {from}"),
        (null, { } before) => T($"was placed before {before}"),
        _ => T("was placed at some time"),
    };

    private static string Changed(TimeRange range, ViewerZone zone, DateTimeOffset now) => (Moment(range.From, zone, now), Moment(range.Before, zone, now)) switch
    {
        ({ } from, { } before) => T($"changed from {from} to {before}"),
        ({ } from, null) => T($"changed after {from}"),
        (null, { } before) => T($"changed before {before}"),
        _ => T("changed at some time"),
    };

    private static string? Moment(QueryMoment? moment, ViewerZone zone, DateTimeOffset now) =>
        moment is { } known ? Formats.Moment(zone.ToLocal(known.At), zone.ToLocal(now)) : null;

    private static string Number(long scaled) => (scaled / (decimal)OrderIndex.AmountScale).ToString("#,0.00##", Formats.Culture);
}
