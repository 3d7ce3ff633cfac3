using BackOffice.Core.Routing.Editing;

namespace BackOffice.Components.Routing;

/// <summary>Rows of a pattern in words.</summary>
internal static class RowWords
{
    /// <summary>In the order of the list that one chooses from.</summary>
    public static readonly IReadOnlyList<RowTest> Tests =
    [
        RowTest.IsOneOf, RowTest.IsNoneOf, RowTest.IsAnyCase, RowTest.NotAnyCase, RowTest.StartsWith, RowTest.StartsWithAnyCase, RowTest.NotStartsWith, RowTest.EndsWith,
        RowTest.EndsWithAnyCase, RowTest.NotEndsWith, RowTest.IsLike, RowTest.NotLike, RowTest.NumberAtLeast, RowTest.NumberMoreThan, RowTest.NumberAtMost, RowTest.NumberLessThan,
        RowTest.NumberBetween, RowTest.NumberIs, RowTest.IsAddressIn, RowTest.IsPresent, RowTest.IsAbsent,
    ];

    public static string Of(RowTest test) => test switch
    {
        RowTest.IsOneOf => T("is one of"),
        RowTest.IsNoneOf => T("is none of"),
        RowTest.IsAnyCase => T("is, in any case"),
        RowTest.NotAnyCase => T("is not, in any case"),
        RowTest.StartsWith => T("starts with"),
        RowTest.StartsWithAnyCase => T("starts with, in any case"),
        RowTest.NotStartsWith => T("does not start with"),
        RowTest.EndsWith => T("ends with"),
        RowTest.EndsWithAnyCase => T("ends with, in any case"),
        RowTest.NotEndsWith => T("does not end with"),
        RowTest.IsLike => T("is like (wildcard)"),
        RowTest.NotLike => T("is not like (wildcard)"),
        RowTest.NumberIs => T("is the number"),
        RowTest.NumberAtLeast => T("is at least"),
        RowTest.NumberMoreThan => T("is more than"),
        RowTest.NumberAtMost => T("is at most"),
        RowTest.NumberLessThan => T("is less than"),
        RowTest.NumberBetween => T("is between"),
        RowTest.IsAddressIn => T("is an address in"),
        RowTest.IsPresent => T("is present"),
        RowTest.IsAbsent => T("is absent"),
    };

    /// <summary>A row without its field: <c>is at least 10000</c>.</summary>
    public static string Of(ConditionRow row) => row.Values.Count == 0 ? Of(row.Test) : $"{Of(row.Test)} {string.Join(", ", Shown(row))}";

    /// <summary>The row with another test; its values stay as far as the test takes them.</summary>
    public static ConditionRow With(ConditionRow row, RowTest test)
    {
        var typed = row.Test is RowTest.NumberBetween ? [row.Values.ElementAtOrDefault(1) ?? "0", row.Values.ElementAtOrDefault(3) ?? "1"] : Shown(row).ToList();
        var values = typed.Select(text => RowValue.Read(text, test)).ToList();
        if (test is RowTest.NumberBetween)
            return row with { Test = test, Values = ["\">=\"", Number(values, 0, "0"), "\"<\"", Number(values, 1, "100")] };
        if (RowValue.TakesNumbers(test))
            return row with { Test = test, Values = values.Count == 0 ? [] : [values[0]] };
        return row with { Test = test, Values = RowValue.TakesAny(test) ? values : [] };
    }

    private static IEnumerable<string> Shown(ConditionRow row) => row.Test is RowTest.NumberBetween
        ? row.Values.Select(value => RowValue.TextIn(value) ?? value)
        : row.Values.Select(value => RowValue.Show(value, row.Test));

    private static string Number(List<string> values, int index, string otherwise) => values.ElementAtOrDefault(index) is { } value && value[0] != '"' ? value : otherwise;
}
