using System.Text.Json;

namespace BackOffice.Tests.Core.Routing;

/// <summary>
/// The language once more, written from its grammar and as plainly as can be, to check the compiled matcher against: every choice of array elements is tried.
/// Small patterns and events only; numbers are those that both sides hold exactly.
/// </summary>
internal static class ReferenceMatcher
{
    public static bool Matches(string pattern, string json)
    {
        var fields = new List<(string Path, JsonElement Value, List<(int Array, int Index)> Membership)>();
        var arrays = 0;
        using var document = JsonDocument.Parse(json);
        Flatten(document.RootElement, "", [], fields, ref arrays);
        using var rule = JsonDocument.Parse(pattern);
        var ways = new List<Dictionary<string, JsonElement>> { new(StringComparer.Ordinal) };
        Expand(rule.RootElement, "", ways);
        return ways.Exists(way => Search([.. way.OrderBy(pair => pair.Key, StringComparer.Ordinal)], 0, [], fields));
    }

    private static void Expand(JsonElement scope, string prefix, List<Dictionary<string, JsonElement>> ways)
    {
        foreach (var member in scope.EnumerateObject())
        {
            var path = prefix.Length == 0 ? member.Name : $"{prefix}.{member.Name}";
            if (member.Name == "$or")
            {
                var before = ways.ToList();
                ways.Clear();
                foreach (var branch in member.Value.EnumerateArray())
                {
                    var copies = before.ConvertAll(way => new Dictionary<string, JsonElement>(way, StringComparer.Ordinal));
                    Expand(branch, prefix, copies);
                    ways.AddRange(copies);
                }
            }
            else if (member.Value.ValueKind is JsonValueKind.Object)
            {
                Expand(member.Value, path, ways);
            }
            else
            {
                ways.ForEach(way => way[path] = member.Value);
            }
        }
    }

    private static void Flatten(
        JsonElement value, string path, List<(int, int)> membership, List<(string, JsonElement, List<(int, int)>)> fields, ref int arrays)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject().GroupBy(member => member.Name).Select(group => group.Last()))
                    Flatten(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", membership, fields, ref arrays);
                break;
            case JsonValueKind.Array:
                var array = arrays++;
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    var isScalar = element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
                    Flatten(element, path, isScalar ? membership : [.. membership, (array, index)], fields, ref arrays);
                    index++;
                }

                break;
            default:
                fields.Add((path, value, membership));
                break;
        }
    }

    private static bool Search(
        List<KeyValuePair<string, JsonElement>> way, int at, Dictionary<int, int> soFar, List<(string Path, JsonElement Value, List<(int Array, int Index)> Membership)> fields)
    {
        if (at == way.Count)
            return true;
        var there = fields.FindAll(field => field.Path == way[at].Key && field.Membership.TrueForAll(m => soFar.GetValueOrDefault(m.Array, m.Index) == m.Index));
        foreach (var field in there.Where(field => way[at].Value.EnumerateArray().Any(matcher => Meets(matcher, field.Value))))
        {
            var next = new Dictionary<int, int>(soFar);
            field.Membership.ForEach(m => next[m.Array] = m.Index);
            if (Search(way, at + 1, next, fields))
                return true;
        }

        return there.Count == 0 && way[at].Value.EnumerateArray().Any(IsAbsent) && Search(way, at + 1, soFar, fields);
    }

    private static bool IsAbsent(JsonElement matcher) =>
        matcher.ValueKind is JsonValueKind.Object && matcher.TryGetProperty("exists", out var exists) && exists.ValueKind is JsonValueKind.False;

    private static bool Meets(JsonElement matcher, JsonElement value)
    {
        if (matcher.ValueKind is not JsonValueKind.Object)
            return Same(matcher, value);
        var expression = matcher.EnumerateObject().Single();
        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        return expression.Name switch
        {
            "exists" => expression.Value.GetBoolean(),
            "anything-but" when expression.Value.ValueKind is JsonValueKind.Object => !Operands(expression.Value.EnumerateObject().Single().Value)
                .Any(each => text is not null && TextMeets(expression.Value.EnumerateObject().Single().Name, each.GetString() ?? "", text)),
            "anything-but" => !Operands(expression.Value).Any(each => Same(each, value)),
            "numeric" => value.ValueKind is JsonValueKind.Number && InRange(expression.Value, value.GetDouble()),
            "prefix" or "suffix" when expression.Value.ValueKind is JsonValueKind.Object =>
                text is not null && TextMeets(expression.Name + "-ignore-case", expression.Value.EnumerateObject().Single().Value.GetString() ?? "", text),
            _ => text is not null && TextMeets(expression.Name, expression.Value.GetString() ?? "", text),
        };
    }

    // ASCII only: what else the engine does with case has tests of its own.
    private static bool TextMeets(string name, string operand, string text) => name switch
    {
        "exactly" => text == operand,
        "prefix" => text.StartsWith(operand, StringComparison.Ordinal),
        "suffix" => text.EndsWith(operand, StringComparison.Ordinal),
        "equals-ignore-case" => string.Equals(text, operand, StringComparison.OrdinalIgnoreCase),
        "prefix-ignore-case" => text.StartsWith(operand, StringComparison.OrdinalIgnoreCase),
        "suffix-ignore-case" => text.EndsWith(operand, StringComparison.OrdinalIgnoreCase),
        "wildcard" => Wildcard(operand, text),
        _ => throw new InvalidOperationException(name),
    };

    private static bool Wildcard(string pattern, string text)
    {
        if (pattern.Length == 0)
            return text.Length == 0;
        if (pattern[0] == '*')
            return Wildcard(pattern[1..], text) || (text.Length > 0 && Wildcard(pattern, text[1..]));
        var (letter, used) = pattern[0] == '\\' ? (pattern[1], 2) : (pattern[0], 1);
        return text.Length > 0 && text[0] == letter && Wildcard(pattern[used..], text[1..]);
    }

    private static bool InRange(JsonElement range, double number)
    {
        for (var i = 0; i < range.GetArrayLength(); i += 2)
        {
            var bound = range[i + 1].GetDouble();
            var holds = range[i].GetString() switch
            {
                "=" => number == bound,
                "<" => number < bound,
                "<=" => number <= bound,
                ">" => number > bound,
                _ => number >= bound,
            };
            if (!holds)
                return false;
        }

        return true;
    }

    private static IEnumerable<JsonElement> Operands(JsonElement operand) => operand.ValueKind is JsonValueKind.Array ? operand.EnumerateArray() : [operand];

    private static bool Same(JsonElement left, JsonElement right) => left.ValueKind == right.ValueKind && left.ValueKind switch
    {
        JsonValueKind.String => left.GetString() == right.GetString(),
        JsonValueKind.Number => left.GetDouble() == right.GetDouble(),
        _ => true,
    };
}
