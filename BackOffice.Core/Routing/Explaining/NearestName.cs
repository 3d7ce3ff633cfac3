using System.Text.Json;

namespace BackOffice.Core.Routing.Explaining;

/// <summary>Where the event has something like a field that it lacks: another case of the name, an object where a value was asked for, a text instead of an object.</summary>
internal static class NearestName
{
    public static string? Of(JsonElement root, string path)
    {
        var at = root;
        var steps = path.Split('.');
        for (var i = 0; i < steps.Length; i++)
        {
            if (at.ValueKind is JsonValueKind.Array)
                at = at.EnumerateArray().FirstOrDefault(element => element.ValueKind is JsonValueKind.Object);
            var so = string.Join('.', steps[..i]);
            if (at.ValueKind is not JsonValueKind.Object)
                return at.ValueKind is JsonValueKind.String ? $"{so} is a text, not an object." : null;
            if (at.TryGetProperty(steps[i], out var next))
            {
                at = next;
                continue;
            }

            var like = Names(at).FirstOrDefault(name => Same(name, steps[i]));
            return like is null ? null : $"The event has \"{(so.Length == 0 ? like : $"{so}.{like}")}\": right but for {(Same(like, steps[i], trimmed: false) ? "case" : "white space")}.";
        }

        return at.ValueKind switch
        {
            JsonValueKind.Object => "It is an object; a pattern looks at the values in it, never at the object.",
            JsonValueKind.Array when at.GetArrayLength() == 0 => "It is an empty list, which counts as absent.",
            _ => null,
        };
    }

    private static IEnumerable<string> Names(JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            string name;
            try
            {
                name = member.Name;
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair: near to no name that a pattern can have.
                continue;
            }

            yield return name;
        }
    }

    private static bool Same(string left, string right, bool trimmed = true) =>
        string.Equals(trimmed ? left.Trim() : left, trimmed ? right.Trim() : right, StringComparison.OrdinalIgnoreCase);
}
