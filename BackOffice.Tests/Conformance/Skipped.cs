namespace BackOffice.Tests.Conformance;

/// <summary>Rows that ask for something else than what this engine is, listed by id with the reason. A row is never here because it fails.</summary>
internal static class Skipped
{
    private static readonly Dictionary<string, string> s_reasons = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Conformance", "skipped.tsv"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('\t'))
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>The reason, or null for a row that is run.</summary>
    public static string? Reason(string id) => s_reasons.GetValueOrDefault(id);

    public static IReadOnlyCollection<string> Ids => s_reasons.Keys;
}
