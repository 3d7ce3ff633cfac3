namespace BackOffice.Components.Shared;

/// <summary>The lines of two texts side by side, by their longest common subsequence.</summary>
public static class LineDiff
{
    /// <summary>Above so many pairs of lines that differ, everything between the common ends is called changed.</summary>
    private const int MostPairs = 4_000_000;

    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        var (old, young) = (before.ReplaceLineEndings("\n").Split('\n'), after.ReplaceLineEndings("\n").Split('\n'));
        var start = 0;
        while (start < old.Length && start < young.Length && old[start] == young[start])
            start++;
        var end = 0;
        while (end < old.Length - start && end < young.Length - start && old[^(end + 1)] == young[^(end + 1)])
            end++;
        return
        [
            .. old[..start].Select(line => new DiffLine(DiffKind.Same, line)),
            .. Middle(old[start..^end], young[start..^end]),
            .. old[(old.Length - end)..].Select(line => new DiffLine(DiffKind.Same, line)),
        ];
    }

    /// <summary>What changed with so many lines around it; the lines between are one that says how many they are.</summary>
    public static IReadOnlyList<DiffLine> Changes(IReadOnlyList<DiffLine> lines, int around = 3)
    {
        var near = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            for (var at = Math.Max(0, i - around); lines[i].Kind is not DiffKind.Same && at <= Math.Min(lines.Count - 1, i + around); at++)
                near[at] = true;
        }

        var shown = new List<DiffLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            var from = i;
            while (i < lines.Count && !near[i])
                i++;
            if (i > from)
                shown.Add(new DiffLine(DiffKind.Same, T($"… the same for {i - from} lines …")));
            if (i < lines.Count)
                shown.Add(lines[i]);
        }

        return shown;
    }

    private static List<DiffLine> Middle(string[] old, string[] young)
    {
        var lines = new List<DiffLine>();
        if ((long)old.Length * young.Length > MostPairs)
        {
            lines.AddRange(old.Select(line => new DiffLine(DiffKind.Removed, line)));
            lines.AddRange(young.Select(line => new DiffLine(DiffKind.Added, line)));
            return lines;
        }

        var longest = new int[old.Length + 1, young.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = young.Length - 1; j >= 0; j--)
                longest[i, j] = old[i] == young[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        }

        var (at, to) = (0, 0);
        while (at < old.Length || to < young.Length)
        {
            if (at < old.Length && to < young.Length && old[at] == young[to])
            {
                lines.Add(new DiffLine(DiffKind.Same, old[at]));
                (at, to) = (at + 1, to + 1);
            }
            else if (to == young.Length || (at < old.Length && longest[at + 1, to] >= longest[at, to + 1]))
            {
                lines.Add(new DiffLine(DiffKind.Removed, old[at++]));
            }
            else
            {
                lines.Add(new DiffLine(DiffKind.Added, young[to++]));
            }
        }

        return lines;
    }
}

public enum DiffKind
{
    Same,
    Removed,
    Added,
}

public sealed record DiffLine(DiffKind Kind, string Text)
{
    /// <summary>Before the line, for the eye.</summary>
    public string Sign => Kind switch
    {
        DiffKind.Same => "",
        DiffKind.Removed => "−",
        DiffKind.Added => "+",
    };

    /// <summary>Before the line, for the ear.</summary>
    public string Spoken => Kind switch
    {
        DiffKind.Same => "",
        DiffKind.Removed => T("removed:"),
        DiffKind.Added => T("added:"),
    };
}
