namespace BackOffice.Core.Routing.Matching;

/// <summary>Several words as one: <c>a, b or c</c>.</summary>
internal static class WordList
{
    /// <param name="words">Empty gives an empty text.</param>
    /// <param name="last">Stands before the last.</param>
    public static string Join(IReadOnlyList<string> words, string last) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => string.Join(", ", words.SkipLast(1)) + $" {last} " + words[^1],
    };
}
