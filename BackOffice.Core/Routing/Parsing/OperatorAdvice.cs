namespace BackOffice.Core.Routing.Parsing;

/// <summary>What somebody may have meant by a comparison that there is not.</summary>
internal static class OperatorAdvice
{
    public static string? For(string name)
    {
        var close = PatternOperators.All.FirstOrDefault(known => string.Equals(known, name.Replace('_', '-'), StringComparison.OrdinalIgnoreCase))
            ?? PatternOperators.All.FirstOrDefault(known => Distance(known, name.ToLowerInvariant()) <= 2);
        if (close is not null)
            return $"Did you mean \"{close}\"? Comparisons are written in small letters.";
        return name.ToLowerInvariant() switch
        {
            "equals" or "eq" or "is" or "in" or "exact" => "Write the value itself: [\"value\"].",
            "contains" or "like" or "regex" or "matches" => "{ \"wildcard\": \"*part*\" }",
            "starts-with" or "startswith" or "begins-with" => "{ \"prefix\": \"start\" }",
            "ends-with" or "endswith" => "{ \"suffix\": \"end\" }",
            "not" or "ne" or "not-equals" or "anythingbut" => "{ \"anything-but\": [\"value\"] }",
            ">" or "<" or ">=" or "<=" or "=" or "gt" or "lt" or "gte" or "lte" => "{ \"numeric\": [\">=\", 10] }",
            _ => "A field inside an object stands directly in the object, not in a list. The comparisons are " + string.Join(", ", PatternOperators.All) + ".",
        };
    }

    /// <summary>Insertions, deletions and replacements from one to the other.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 2)
            return int.MaxValue;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }

        return row[^1];
    }
}
