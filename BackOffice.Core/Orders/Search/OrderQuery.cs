using System.Globalization;
using System.Text;

namespace BackOffice.Core.Orders;

/// <summary>A list of orders: what the URL, the API and the box say. Everything left out means all, newest first.</summary>
public sealed record OrderQuery
{
    /// <summary>Order id, e-mail, the start of a name's word, execution name, or another key; see <see cref="KeyClasses"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Keys that must all hold, each of one class: <c>card:4242</c>. At most 8.</summary>
    public IReadOnlyList<SearchTerm> Keys { get; init; } = [];

    public IReadOnlyList<Headline> Headlines { get; init; } = [];

    public OrderPath? Path { get; init; }

    /// <summary>Orders that stand or failed in one of these steps.</summary>
    public Facet? Step { get; init; }

    /// <summary>Codes of <see cref="Pipeline.ErrorCodes"/>.</summary>
    public Facet? Error { get; init; }

    /// <summary>Folded as <see cref="OrderIndex.FoldCity"/> does.</summary>
    public Facet? City { get; init; }

    /// <summary><c>on</c> or <c>off</c>.</summary>
    public Facet? Variant { get; init; }

    /// <summary>ISO 4217, or <c>MILES</c>.</summary>
    public Facet? Currency { get; init; }

    public AmountRange? Amount { get; init; }

    public TimeRange? Placed { get; init; }

    public TimeRange? Changed { get; init; }

    public OrderSort Sort { get; init; }

    /// <summary>Who asks: a cursor works for nobody else. Set by <see cref="OrderQueries"/>.</summary>
    public string? Reader { get; init; }

    /// <summary>True when an order belongs into the list, as far as its fields say; words and keys are not looked at.</summary>
    public bool Takes(OrderIndex order) =>
        (Headlines.Count == 0 || Headlines.Contains(order.Headline))
        && (Path is null || Path == order.Path)
        && Step?.Takes(order.Step) != false
        && Error?.Takes(order.ErrorCode) != false
        && City?.Takes(order.City) != false
        && Variant?.Takes(order.Variant) != false
        && Currency?.Takes(order.Currency) != false
        && Amount?.Takes(order.Amount) != false
        && Placed?.Takes(order.PlacedAt) != false
        && Changed?.Takes(order.ChangedAt) != false;

    /// <summary>The same text for the same list, whenever it is asked: what a cursor is bound to.</summary>
    public string Canonical()
    {
        var text = new StringBuilder().Append(Text?.Trim()).Append('\n').AppendJoin(',', Headlines.Select(headline => (int)headline).Distinct().Order())
            .Append(CultureInfo.InvariantCulture, $"\n{(int?)Path}\n{Step}\n{Error}\n{City}\n{Variant}\n{Currency}\n{Amount}\n{Placed}\n{Changed}\n{(int)Sort}\n{Reader}");
        foreach (var key in Keys)
            text.Append('\n').Append(key);
        return text.ToString();
    }
}

/// <summary>Values of one field: one of <paramref name="Only"/> where there are any, and none of <paramref name="Except"/>.</summary>
public sealed record Facet(IReadOnlyList<string> Only, IReadOnlyList<string> Except)
{
    /// <summary>The one value.</summary>
    public static Facet Of(string value) => new([value], []);

    /// <summary>True when a row with that value is in the list.</summary>
    public bool Takes(string? value) => (Only.Count == 0 || (value is not null && Only.Contains(value))) && (value is null || !Except.Contains(value));

    public bool Equals(Facet? other) => other is not null && Only.SequenceEqual(other.Only) && Except.SequenceEqual(other.Except);

    public override int GetHashCode() => HashCode.Combine(Only.Count, Except.Count, Only.Concat(Except).FirstOrDefault());

    public override string ToString() => $"{string.Join('|', Only)}!{string.Join('|', Except)}";
}

/// <summary>Amounts by their number, whatever the unit: ten-thousandths of the major unit, both ends included.</summary>
public sealed record AmountRange(long? From, long? To)
{
    public bool Takes(long amount) => !(amount < From) && !(amount > To);
}

/// <summary>Moments from <paramref name="From"/> (included) to <paramref name="Before"/> (not included).</summary>
public sealed record TimeRange(QueryMoment? From, QueryMoment? Before)
{
    public bool Takes(DateTimeOffset at) => !(at < From?.At) && !(at >= Before?.At);
}

/// <summary>A moment as it was asked for, and what it means now.</summary>
/// <param name="At">UTC.</param>
/// <param name="Text"><c>7d</c>, <c>2026-11-20</c>: the same on every page of a list, while <paramref name="At"/> moves with the clock.</param>
public readonly record struct QueryMoment(DateTimeOffset At, string Text)
{
    public override string ToString() => Text;
}

public enum OrderSort
{
    /// <summary>Newest placed first.</summary>
    Placed,

    /// <summary>Oldest placed first.</summary>
    Oldest,

    /// <summary>Changed last first.</summary>
    Changed,

    /// <summary>Highest amount first, by its number.</summary>
    Amount,
}
