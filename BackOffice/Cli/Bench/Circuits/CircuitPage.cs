using System.Text.Json;
using System.Text.RegularExpressions;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>What the first answer of a Blazor page says of its circuit: the markers of its root components, and the state that came with them.</summary>
/// <param name="Markers">JSON, each protected by the server: only it can make one.</param>
/// <param name="State">Null when the page brought none.</param>
internal sealed partial record CircuitPage(IReadOnlyList<string> Markers, string? State)
{
    /// <exception cref="InvalidDataException">The page has no component of the server: it is another page, such as the sign-in.</exception>
    public static CircuitPage Read(string html)
    {
        var markers = Marker().Matches(html).Select(match => match.Groups[1].Value).ToList();
        if (markers.Count == 0)
            throw new InvalidDataException("The page has no interactive component.");
        return new CircuitPage(markers, StateMarker().Match(html) is { Success: true } state ? state.Groups[1].Value : null);
    }

    /// <summary>The first thing a browser tells a new circuit: add these components.</summary>
    public string AddAll()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("batchId", 1);
            writer.WriteStartArray("operations");
            for (var i = 0; i < Markers.Count; i++)
            {
                writer.WriteStartObject();
                writer.WriteString("type", "add");
                writer.WriteNumber("ssrComponentId", i + 1);
                writer.WritePropertyName("marker");
                writer.WriteRawValue(Markers[i]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }

    [GeneratedRegex("<!--Blazor:({.*?})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([A-Za-z0-9+/=]+)-->")]
    private static partial Regex StateMarker();
}
