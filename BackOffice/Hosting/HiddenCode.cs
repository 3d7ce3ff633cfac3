namespace BackOffice.Hosting;

/// <summary>The voucher code that stood in a request's path. It is money, and the path goes into logs, traces and error pages: so the path has a word in its place.</summary>
/// <param name="Value">As it was sent, decoded.</param>
internal sealed record HiddenCode(string Value)
{
    /// <summary>What stands in the path instead.</summary>
    public const string Word = "hidden";

    private const string Before = "/api/vouchers/";

    /// <summary>Words that may follow and are no code.</summary>
    private const string Find = "find";

    /// <summary>The path without its code, and the code; null when the path has none.</summary>
    public static (string Path, HiddenCode Code)? In(string path)
    {
        if (!path.StartsWith(Before, StringComparison.OrdinalIgnoreCase))
            return null;
        var end = path.IndexOf('/', Before.Length);
        var code = end < 0 ? path[Before.Length..] : path[Before.Length..end];
        return code.Length == 0 || code == Find ? null : (Before + Word + (end < 0 ? "" : path[end..]), new HiddenCode(code));
    }

    public override string ToString() => Word;
}
