using BackOffice.Core.Routing.Editing;
using BackOffice.Core.Routing.Explaining;

namespace BackOffice.Components.Routing;

/// <summary>A change of one row that would let a part of the pattern hold for an event.</summary>
/// <param name="Label">What the button says.</param>
/// <param name="Rows">The rows after it.</param>
public sealed record RowFix(string Label, IReadOnlyList<PatternRow> Rows)
{
    /// <summary>The nearest change for a part that does not hold, or null. Only for rows of the top level, where the path says which is meant.</summary>
    public static RowFix? For(ExplainedPart part, IReadOnlyList<PatternRow> rows)
    {
        var index = rows.ToList().FindIndex(row => row is ConditionRow condition && condition.Path == part.Path);
        if (part.Outcome is PartOutcome.Matched || index < 0 || rows.Count(row => row is ConditionRow condition && condition.Path == part.Path) > 1)
            return null;
        var asked = (ConditionRow)rows[index];
        if (part.Outcome is PartOutcome.Absent)
            return asked.Test is RowTest.IsOneOf && asked.Values.Count > 0 ? new(T("Also match when absent"), With(WithAbsent(asked))) : null;
        if (part.Actual is not { } actual)
            return null;
        if (RowValue.TextIn(actual) is { } text && InAnyCase(asked.Test) is { } loose
            && asked.Values.Select(RowValue.TextIn).Any(value => value is not null && value != text && Meets(asked.Test, text, value)))
            return new(T("Ignore case"), With(asked with { Test = loose }));
        return asked.Test is RowTest.IsOneOf && asked.Values.ToList().FindIndex(value => OtherType(value, actual)) is >= 0 and var at
            ? new(T($"Ask for {actual}"), With(asked with { Values = [.. asked.Values.Take(at), actual, .. asked.Values.Skip(at + 1)] }))
            : null;

        IReadOnlyList<PatternRow> With(PatternRow row) => [.. rows.Take(index), row, .. rows.Skip(index + 1)];
    }

    private static JsonRow WithAbsent(ConditionRow row)
    {
        var dot = row.Path.LastIndexOf('.');
        return new JsonRow(dot < 0 ? null : row.Path[..dot], row.Path[(dot + 1)..], $"[{string.Join(", ", row.Values)}, {{ \"exists\": false }}]");
    }

    private static RowTest? InAnyCase(RowTest test) => test switch
    {
        RowTest.IsOneOf => RowTest.IsAnyCase,
        RowTest.StartsWith => RowTest.StartsWithAnyCase,
        RowTest.EndsWith => RowTest.EndsWithAnyCase,
        _ => null,
    };

    private static bool Meets(RowTest test, string text, string value) => test switch
    {
        RowTest.StartsWith => text.StartsWith(value, StringComparison.OrdinalIgnoreCase),
        RowTest.EndsWith => text.EndsWith(value, StringComparison.OrdinalIgnoreCase),
        _ => string.Equals(text, value, StringComparison.OrdinalIgnoreCase),
    };

    /// <summary><c>"42"</c> beside <c>42</c>.</summary>
    private static bool OtherType(string value, string actual) => value != actual && (RowValue.TextIn(value) == actual || RowValue.TextIn(actual) == value);
}
