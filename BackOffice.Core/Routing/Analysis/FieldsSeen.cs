using System.Text.Json;

namespace BackOffice.Core.Routing.Analysis;

/// <summary>Every path at which some event had a value; elements of lists count for the list's path.</summary>
public sealed class FieldsSeen
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>Sorted; what an editor completes from.</summary>
    public IReadOnlyList<string> Paths => [.. _paths.Order(StringComparer.Ordinal)];

    public void Add(ReadOnlySpan<byte> eventJson)
    {
        var reader = new Utf8JsonReader(eventJson, new JsonReaderOptions { MaxDepth = PatternLimits.EventDepth });
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            Add(document.RootElement, "");
        }
        catch (JsonException)
        {
            // No event, and so no fields.
        }
    }

    /// <summary>Those that no event had.</summary>
    internal IReadOnlyList<UnseenField> Missing(IEnumerable<string> paths) =>
        [.. paths.Where(path => !_paths.Contains(path)).Select(path => new UnseenField(path, _paths.FirstOrDefault(seen => string.Equals(seen, path, StringComparison.OrdinalIgnoreCase)) ?? SameName(path)))];

    /// <summary>The same last name at another place, where there is just one.</summary>
    private string? SameName(string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        var found = _paths.Where(seen => seen.EndsWith("." + name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return found is [var one] ? one : null;
    }

    private void Add(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Add(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Add(item, path);
                break;
            default:
                _paths.Add(path);
                break;
        }
    }
}
