namespace BackOffice.Core.Orders.Search;

/// <summary>A value with what stands before it: <c>&gt;=100</c>.</summary>
/// <param name="Sign"><c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&lt;=</c>, or empty.</param>
internal readonly record struct Comparison(string Sign, string Value)
{
    public static Comparison Of(string text)
    {
        var length = text.StartsWith(">=", StringComparison.Ordinal) || text.StartsWith("<=", StringComparison.Ordinal) ? 2 : text is ['>' or '<', ..] ? 1 : 0;
        return new Comparison(text[..length], text[length..]);
    }
}
