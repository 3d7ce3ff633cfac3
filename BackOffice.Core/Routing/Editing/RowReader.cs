using System.Text.Json;

namespace BackOffice.Core.Routing.Editing;

/// <summary>From a pattern's JSON to rows.</summary>
internal static class RowReader
{
    public static List<PatternRow> Read(JsonElement pattern)
    {
        var rows = new List<PatternRow>();
        Add(rows, pattern, parent: null);
        return rows;
    }

    private static void Add(List<PatternRow> rows, JsonElement from, string? parent)
    {
        foreach (var member in from.EnumerateObject())
        {
            var (name, value) = (member.Name, member.Value);
            var path = parent is null ? name : $"{parent}.{name}";
            if (name == PatternOperators.Or)
                rows.Add(Choice(value, parent) ?? Json());
            else if (value.ValueKind is JsonValueKind.Object && value.GetPropertyCount() > 0)
                Add(rows, value, path);
            else
                rows.Add(Condition(path, value) ?? Json());

            PatternRow Json() => new JsonRow(parent, name, value.GetRawText());
        }
    }

    private static ChoiceRow? Choice(JsonElement list, string? parent)
    {
        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0 || list.EnumerateArray().Any(branch => branch.ValueKind is not JsonValueKind.Object))
            return null;
        var branches = new List<IReadOnlyList<PatternRow>>();
        foreach (var branch in list.EnumerateArray())
        {
            var rows = new List<PatternRow>();
            Add(rows, branch, parent);
            branches.Add(rows);
        }

        return new ChoiceRow(parent, branches);
    }

    private static ConditionRow? Condition(string path, JsonElement list)
    {
        if (list.ValueKind is not JsonValueKind.Array)
            return null;
        if (list.GetArrayLength() == 0)
            return new ConditionRow(path, RowTest.IsOneOf, []);
        var members = new List<(RowTest Test, IReadOnlyList<string> Values)>();
        foreach (var member in list.EnumerateArray())
        {
            if (Member(member) is not { } read)
                return null;
            members.Add(read);
        }

        var test = members[0].Test;
        if (members.Count > 1 && (members.Any(member => member.Test != test) || !MayRepeat(test)))
            return null;
        return new ConditionRow(path, test, [.. members.SelectMany(member => member.Values)]);
    }

    /// <summary>False for comparisons that have their own list, or none: two of them in a field's list are no row.</summary>
    private static bool MayRepeat(RowTest test) => test is RowTest.IsOneOf or RowTest.IsAnyCase or RowTest.StartsWith or RowTest.StartsWithAnyCase or RowTest.EndsWith
        or RowTest.EndsWithAnyCase or RowTest.IsLike or RowTest.IsAddressIn;

    private static (RowTest, IReadOnlyList<string>)? Member(JsonElement member) => member.ValueKind switch
    {
        JsonValueKind.Object => Only(member) is { } one ? Expression(one.Name, one.Value) : null,
        JsonValueKind.Array => null,
        _ => (RowTest.IsOneOf, [member.GetRawText()]),
    };

    private static (RowTest, IReadOnlyList<string>)? Expression(string name, JsonElement operand) => name switch
    {
        PatternOperators.Prefix => Edge(operand, RowTest.StartsWith, RowTest.StartsWithAnyCase),
        PatternOperators.Suffix => Edge(operand, RowTest.EndsWith, RowTest.EndsWithAnyCase),
        PatternOperators.EqualsIgnoreCase => Text(operand, RowTest.IsAnyCase),
        PatternOperators.Wildcard => Text(operand, RowTest.IsLike),
        PatternOperators.Cidr => Text(operand, RowTest.IsAddressIn),
        PatternOperators.Exists when operand.ValueKind is JsonValueKind.True => (RowTest.IsPresent, []),
        PatternOperators.Exists when operand.ValueKind is JsonValueKind.False => (RowTest.IsAbsent, []),
        PatternOperators.Numeric => Numeric(operand),
        PatternOperators.AnythingBut => AnythingBut(operand),
        _ => null,
    };

    private static (RowTest, IReadOnlyList<string>)? Text(JsonElement operand, RowTest test) =>
        operand.ValueKind is JsonValueKind.String ? (test, [operand.GetRawText()]) : null;

    private static (RowTest, IReadOnlyList<string>)? Edge(JsonElement operand, RowTest exact, RowTest anyCase) =>
        Only(operand) is { Name: PatternOperators.EqualsIgnoreCase } inner ? Text(inner.Value, anyCase) : Text(operand, exact);

    private static (RowTest, IReadOnlyList<string>)? Numeric(JsonElement operand)
    {
        if (operand.ValueKind is not JsonValueKind.Array)
            return null;
        var parts = operand.EnumerateArray().ToList();
        var comparisons = parts.Where((_, index) => index % 2 == 0).Select(part => part.ValueKind is JsonValueKind.String ? part.GetString() : null).ToList();
        if (parts.Where((_, index) => index % 2 == 1).Any(part => part.ValueKind is not JsonValueKind.Number))
            return null;
        return (parts.Count, comparisons) switch
        {
            (2, ["="]) => (RowTest.NumberIs, [parts[1].GetRawText()]),
            (2, [">="]) => (RowTest.NumberAtLeast, [parts[1].GetRawText()]),
            (2, [">"]) => (RowTest.NumberMoreThan, [parts[1].GetRawText()]),
            (2, ["<="]) => (RowTest.NumberAtMost, [parts[1].GetRawText()]),
            (2, ["<"]) => (RowTest.NumberLessThan, [parts[1].GetRawText()]),
            (4, [">=" or ">", "<=" or "<"]) => (RowTest.NumberBetween, [$"\"{comparisons[0]}\"", parts[1].GetRawText(), $"\"{comparisons[1]}\"", parts[3].GetRawText()]),
            _ => null,
        };
    }

    private static (RowTest, IReadOnlyList<string>)? AnythingBut(JsonElement operand)
    {
        if (operand.ValueKind is not JsonValueKind.Object)
            return Several(operand, RowTest.IsNoneOf, kind => kind is JsonValueKind.String or JsonValueKind.Number);
        return Only(operand) is { } form
            ? form.Name switch
            {
                PatternOperators.Prefix => Several(form.Value, RowTest.NotStartsWith, IsText),
                PatternOperators.Suffix => Several(form.Value, RowTest.NotEndsWith, IsText),
                PatternOperators.EqualsIgnoreCase => Several(form.Value, RowTest.NotAnyCase, IsText),
                PatternOperators.Wildcard => Several(form.Value, RowTest.NotLike, IsText),
                _ => null,
            }
            : null;

        static bool IsText(JsonValueKind kind) => kind is JsonValueKind.String;
    }

    private static (RowTest, IReadOnlyList<string>)? Several(JsonElement operand, RowTest test, Func<JsonValueKind, bool> fits) =>
        operand.ValueKind is JsonValueKind.Array
            ? operand.EnumerateArray().All(each => fits(each.ValueKind)) ? (test, [.. operand.EnumerateArray().Select(each => each.GetRawText())]) : null
            : fits(operand.ValueKind) ? (test, [operand.GetRawText()]) : null;

    private static JsonProperty? Only(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Object || element.GetPropertyCount() != 1)
            return null;
        foreach (var member in element.EnumerateObject())
            return member;
        return null;
    }
}
