namespace BackOffice.Core.Orders.Search;

/// <summary>The word a person may have meant.</summary>
internal static class Nearest
{
    /// <summary>The nearest of the words, or null when none is near: at most a third of the letters wrong, two at most, or one that it starts.</summary>
    public static string? Of(string word, IEnumerable<string> words)
    {
        var (best, fewest) = ((string?)null, int.MaxValue);
        foreach (var candidate in words)
        {
            var edits = word.Length >= 2 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 0 : Edits(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < fewest)
                (best, fewest) = (candidate, edits);
        }

        return fewest <= Math.Clamp((word.Length + 1) / 3, 0, 2) ? best : null;
    }

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.</summary>
    private static int Edits(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2)
            return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var least = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    least = Math.Min(least, rows[i - 2, j - 2] + 1);
                rows[i, j] = least;
            }
        }

        return rows[a.Length, b.Length];
    }
}
