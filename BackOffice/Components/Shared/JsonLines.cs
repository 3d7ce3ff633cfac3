using System.Text.Json;

namespace BackOffice.Components.Shared;

/// <summary>One line of a JSON text: a value, or the head of an object or array whose lines follow.</summary>
/// <param name="Depth">0 for the root.</param>
/// <param name="Name">Member or index; null for the root.</param>
/// <param name="Text">The value, strings in quotes; of an object or array how many it has.</param>
/// <param name="Kind">For its colour.</param>
/// <param name="End">Index of the line after its last: its own index plus one for a value.</param>
internal sealed record JsonLine(int Depth, string? Name, string Text, JsonValueKind Kind, int End)
{
    public bool IsFolder(int index) => End > index + 1;

    public bool Has(string words) => Name?.Contains(words, StringComparison.OrdinalIgnoreCase) == true
        || (Kind is not (JsonValueKind.Object or JsonValueKind.Array) && Text.Contains(words, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A JSON value as lines, so that folding, searching and paging are arithmetic on one list.</summary>
internal static class JsonLines
{
    /// <summary>More lines than a person reads; the text itself is shown then.</summary>
    public const int Most = 50_000;

    /// <summary>Null when there are more than <see cref="Most"/>.</summary>
    public static IReadOnlyList<JsonLine>? Of(JsonElement root)
    {
        var lines = new List<JsonLine>();
        return Add(lines, root, null, 0) ? lines : null;
    }

    private static bool Add(List<JsonLine> lines, JsonElement value, string? name, int depth)
    {
        var at = lines.Count;
        if (at >= Most)
            return false;
        lines.Add(new JsonLine(depth, name, TextOf(value), value.ValueKind, at + 1));
        if (value.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (!Add(lines, member.Value, member.Name, depth + 1))
                    return false;
            }
        }
        else if (value.ValueKind is JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (!Add(lines, item, (index++).ToString(System.Globalization.CultureInfo.InvariantCulture), depth + 1))
                    return false;
            }
        }

        lines[at] = lines[at] with { End = lines.Count };
        return true;
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.GetPropertyCount() is var members and > 0 ? $"{{ {members} }}" : "{ }",
        JsonValueKind.Array => value.GetArrayLength() is var items and > 0 ? $"[ {items} ]" : "[ ]",
        JsonValueKind.String => $"\"{value.GetString()}\"",
        _ => value.GetRawText(),
    };
}
