using System.Text;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Witnesses;

/// <summary>Fields by their paths as one event: nested objects, and names with dots where a field has a value and fields beneath it.</summary>
internal static class EventWriter
{
    /// <param name="fields">Sorted by path; values are JSON.</param>
    public static string Write(IReadOnlyList<KeyValuePair<string, string>> fields) => Write(fields, 0);

    private static string Write(IEnumerable<KeyValuePair<string, string>> fields, int skip)
    {
        var all = fields.ToList();
        var values = all.Where(field => !field.Key[skip..].Contains('.', StringComparison.Ordinal)).Select(field => field.Key[skip..]).ToHashSet(StringComparer.Ordinal);
        var members = new StringBuilder();
        foreach (var group in all.GroupBy(field => Name(field.Key[skip..], values), StringComparer.Ordinal))
        {
            var isWhole = group.First().Key.Length - skip == group.Key.Length;
            members.Append(members.Length == 0 ? "" : ",").Append(JsonText.Quote(group.Key)).Append(':')
                .Append(isWhole ? group.First().Value : Write(group, skip + group.Key.Length + 1));
        }

        return "{" + members + "}";
    }

    private static string Name(string path, HashSet<string> values)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 || values.Contains(path[..dot]) ? path : path[..dot];
    }
}
