namespace BackOffice.Core.Orders.Export;

/// <summary>Text as a cell of RFC 4180 that no spreadsheet takes for a formula.</summary>
public static class CsvText
{
    public static string Cell(string text) => Quoted(Harmless(text));

    /// <summary>The text with an apostrophe before it when it begins as a formula does: = + - @, a tab, a line's end or a NUL, also in their full-width forms.</summary>
    internal static string Harmless(string text) =>
        text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..] ? "'" + text : text;

    internal static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n;\t") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
