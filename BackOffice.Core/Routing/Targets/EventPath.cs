using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace BackOffice.Core.Routing.Targets;

/// <summary>A path of names joined with dots from the event's root: <c>$.detail.orderId</c>; <c>$</c> is the event itself. No indexes, no filters: AWS takes none.</summary>
public sealed class EventPath
{
    private readonly string[] _names;

    private EventPath(string text, string[] names) => (Text, _names) = (text, names);

    public string Text { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out EventPath? path)
    {
        path = null;
        if (text is null || text.Length == 0 || text[0] != '$')
            return false;
        if (text.Length == 1)
        {
            path = new EventPath(text, []);
            return true;
        }

        var names = text[1] == '.' ? text[2..].Split('.') : [""];
        if (names.Any(name => name.Length == 0 || name.AsSpan().IndexOfAny("[]*?@'\"") >= 0))
            return false;
        path = new EventPath(text, names);
        return true;
    }

    /// <summary>The value there, or null when the event has none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        foreach (var name in _names)
        {
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty(name, out root))
                return null;
        }

        return root;
    }
}
