using System.Globalization;
using System.Text.RegularExpressions;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>The condition of a choice.</summary>
internal abstract class ChoiceRule
{
    /// <exception cref="StateFailure">States.Runtime: a variable leads nowhere.</exception>
    public abstract bool Test(EvaluationScope scope);
}

internal sealed class AndRule(ChoiceRule[] rules) : ChoiceRule
{
    public override bool Test(EvaluationScope scope) => Array.TrueForAll(rules, r => r.Test(scope));
}

internal sealed class OrRule(ChoiceRule[] rules) : ChoiceRule
{
    public override bool Test(EvaluationScope scope) => Array.Exists(rules, r => r.Test(scope));
}

internal sealed class NotRule(ChoiceRule rule) : ChoiceRule
{
    public override bool Test(EvaluationScope scope) => !rule.Test(scope);
}

/// <summary>IsPresent asks whether the path leads anywhere; every other operator fails when it does not.</summary>
internal sealed class PresentRule(AslPath variable, bool expected) : ChoiceRule
{
    public override bool Test(EvaluationScope scope) => scope.TryEvaluate(variable, out _) == expected;
}

/// <summary>One comparison, with a literal or with what another path leads to. Values of another type are no match, not an error.</summary>
internal sealed class ComparisonRule(AslPath variable, Func<Json, Json, bool> comparison, Json literal, AslPath? path) : ChoiceRule
{
    public override bool Test(EvaluationScope scope) =>
        comparison(Value(scope, variable), path is null ? literal : Value(scope, path));

    private static Json Value(EvaluationScope scope, AslPath path) => scope.TryEvaluate(path, out var value)
        ? value
        : throw new StateFailure(
            StatesError.Runtime, $"Invalid path '{path.Text}': The choice state's condition path references an invalid value.");
}

/// <summary>The comparison operators of Choice rules.</summary>
internal static partial class ChoiceOperators
{
    private static readonly Dictionary<string, Func<int, bool>> Orders = new(StringComparer.Ordinal)
    {
        ["Equals"] = order => order == 0,
        ["LessThan"] = order => order < 0,
        ["GreaterThan"] = order => order > 0,
        ["LessThanEquals"] = order => order <= 0,
        ["GreaterThanEquals"] = order => order >= 0,
    };

    /// <summary>The comparison and what kind of literal it takes; null for a name that is no operator.</summary>
    public static (Func<Json, Json, bool> Compare, Func<Json, bool> Takes)? Find(string name)
    {
        switch (name)
        {
            case "BooleanEquals":
                return ((a, b) => a is JsonBool x && b is JsonBool y && x.Value == y.Value, IsBool);
            case "StringMatches":
                return ((a, b) => a is JsonStr x && b is JsonStr y && Matches(x.Value, y.Value), v => v is JsonStr);
            case "IsNull":
                return ((a, b) => a is JsonNull == Flag(b), IsBool);
            case "IsNumeric":
                return ((a, b) => a is JsonNum == Flag(b), IsBool);
            case "IsString":
                return ((a, b) => a is JsonStr == Flag(b), IsBool);
            case "IsBoolean":
                return ((a, b) => a is JsonBool == Flag(b), IsBool);
            case "IsTimestamp":
                return ((a, b) => Timestamp(a, out _) == Flag(b), IsBool);
        }

        foreach (var (kind, compare, takes) in Kinds)
        {
            if (name.StartsWith(kind, StringComparison.Ordinal) && Orders.TryGetValue(name[kind.Length..], out var order))
                return ((a, b) => compare(a, b) is { } result && order(result), takes);
        }

        return null;
    }

    private static readonly (string Kind, Func<Json, Json, int?> Compare, Func<Json, bool> Takes)[] Kinds =
    [
        ("String", (a, b) => a is JsonStr x && b is JsonStr y ? string.CompareOrdinal(x.Value, y.Value) : null, v => v is JsonStr),
        ("Numeric", (a, b) => a is JsonNum x && b is JsonNum y ? x.CompareTo(y) : null, v => v is JsonNum),
        ("Timestamp", (a, b) => Timestamp(a, out var x) && Timestamp(b, out var y) ? x.CompareTo(y) : null, v => Timestamp(v, out _)),
    ];

    /// <summary>RFC 3339 with capital T and a zone, as ASL wants timestamps.</summary>
    public static bool Timestamp(Json value, out DateTimeOffset at)
    {
        at = default;
        return value is JsonStr { Value: var text }
            && TimestampShape().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex TimestampShape();

    private static bool IsBool(Json value) => value is JsonBool;

    private static bool Flag(Json value) => value is JsonBool { Value: true };

    /// <summary>StringMatches: <c>*</c> is any text, <c>\*</c> a star, <c>\\</c> a backslash.</summary>
    private static bool Matches(string text, string pattern)
    {
        var parts = new List<(char C, bool Any)>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
                parts.Add((pattern[++i], false));
            else
                parts.Add((pattern[i], pattern[i] == '*'));
        }

        // Greedy with one place to fall back to: linear in practice, no recursion on hostile patterns.
        int t = 0, p = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < parts.Count && !parts[p].Any && parts[p].C == text[t])
            {
                t++;
                p++;
            }
            else if (p < parts.Count && parts[p].Any)
            {
                star = p++;
                mark = t;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
                return false;
        }

        while (p < parts.Count && parts[p].Any)
            p++;
        return p == parts.Count;
    }
}
