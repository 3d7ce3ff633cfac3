using System.Text.Json;

namespace BackOffice.Core.Routing;

/// <summary>The fields that events have by their schemas: what an editor completes from, whether or not such an event was recorded.</summary>
public static class KnownFields
{
    /// <summary>Sorted by path.</summary>
    public static IReadOnlyList<KnownField> All { get; } = Read();

    /// <summary>The field at a path, or null for one that no schema has.</summary>
    public static KnownField? Find(string path) => All.FirstOrDefault(field => field.Path == path);

    private static List<KnownField> Read()
    {
        var fields = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal)
        {
            ["source"] = [.. EventCatalogue.All.Select(type => type.Source)],
            ["detail-type"] = [.. EventCatalogue.All.Select(type => type.DetailType)],
        };
        foreach (var name in EventEnvelope.Required)
            fields.TryAdd(name, []);
        foreach (var type in EventCatalogue.All)
        {
            using var schema = JsonDocument.Parse(type.Schema);
            Add(fields, schema.RootElement, "detail");
        }

        return [.. fields.Select(field => new KnownField(field.Key, [.. field.Value]))];
    }

    private static void Add(SortedDictionary<string, SortedSet<string>> fields, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
                Add(fields, property.Value, $"{path}.{property.Name}");
            return;
        }

        if (schema.TryGetProperty("items", out var items))
        {
            Add(fields, items, path);
            return;
        }

        if (!fields.TryGetValue(path, out var values))
            fields.Add(path, values = new SortedSet<string>(StringComparer.Ordinal));
        if (schema.TryGetProperty("enum", out var listed))
            values.UnionWith(listed.EnumerateArray().Where(value => value.ValueKind is JsonValueKind.String).Select(value => value.GetString() ?? ""));
    }
}

/// <param name="Path">Names joined with dots: <c>detail.amount.minor</c>.</param>
/// <param name="Values">The texts that it can have, sorted; empty where any may stand.</param>
public sealed record KnownField(string Path, IReadOnlyList<string> Values);
