using System.Globalization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Search;

/// <summary>Reads what a query says of amounts. A whole number means that many and some cents, as people remember it; with decimals it is exact.</summary>
internal static class QueryAmounts
{
    public static readonly Sentence Expected = "A number (129, 129.00), a comparison (>=100) or a range (100..200) is expected, with a point before the decimals.";

    private const decimal Largest = 100_000_000_000m;

    /// <summary>Null when the text is no amount.</summary>
    public static AmountRange? Read(string text)
    {
        if (text.Split("..") is [var first, var last] && (first.Length > 0 || last.Length > 0))
        {
            var from = first.Length == 0 ? null : Number(first);
            var to = last.Length == 0 ? null : Number(last);
            return (first.Length > 0 && from is null) || (last.Length > 0 && to is null) ? null : new AmountRange(from?.Exact, to?.Exact);
        }

        var (sign, rest) = Comparison.Of(text);
        return Number(rest) is not { } number
            ? null
            : sign switch
            {
                ">" => new AmountRange(number.Exact + 1, null),
                ">=" => new AmountRange(number.Exact, null),
                "<" => new AmountRange(null, number.Exact - 1),
                "<=" => new AmountRange(null, number.Exact),
                _ => new AmountRange(number.Exact, number.IsWhole ? number.Exact + OrderIndex.AmountScale - 1 : number.Exact),
            };
    }

    private static (long Exact, bool IsWhole)? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= Largest
        && decimal.Truncate(number * OrderIndex.AmountScale) == number * OrderIndex.AmountScale
            ? ((long)(number * OrderIndex.AmountScale), !text.Contains('.', StringComparison.Ordinal))
            : null;
}
