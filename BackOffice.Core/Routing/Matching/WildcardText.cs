using System.Text;

namespace BackOffice.Core.Routing.Matching;

/// <summary>
/// A wildcard cut at its stars, escapes resolved: <c>a*b\*c</c> is the literals <c>a</c> and <c>b*c</c>. It matches what starts with the first, ends with the
/// last and holds the others in order between, so the work grows with the text and never with its combinations.
/// </summary>
internal sealed class WildcardText
{
    private WildcardText(string source, byte[][] literals)
    {
        Source = source;
        Literals = literals;
    }

    /// <summary>As it was written.</summary>
    public string Source { get; }

    /// <summary>One more than there are stars.</summary>
    public byte[][] Literals { get; }

    public int Stars => Literals.Length - 1;

    /// <summary>Null when it cannot be read; then why, in AWS's words, with the byte's position counted from an opening quote.</summary>
    public static WildcardText? TryRead(string source, out string? awsReason)
    {
        var bytes = Encoding.UTF8.GetBytes(source);
        var literals = new List<byte[]>();
        var literal = new List<byte>();
        awsReason = null;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == (byte)'*')
            {
                if (i + 1 < bytes.Length && bytes[i + 1] == (byte)'*')
                {
                    awsReason = FormattableString.Invariant($"Consecutive wildcard characters at pos {i + 1}");
                    return null;
                }

                literals.Add([.. literal]);
                literal.Clear();
            }
            else if (bytes[i] == (byte)'\\')
            {
                if (i + 1 == bytes.Length || bytes[i + 1] is not ((byte)'*' or (byte)'\\'))
                {
                    awsReason = FormattableString.Invariant($"Invalid escape character at pos {i + 1}");
                    return null;
                }

                literal.Add(bytes[++i]);
            }
            else
            {
                literal.Add(bytes[i]);
            }
        }

        literals.Add([.. literal]);
        return new WildcardText(source, [.. literals]);
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        var first = Literals[0];
        var last = Literals[^1];
        if (Literals.Length == 1)
            return text.SequenceEqual(first);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first) || !text.EndsWith(last))
            return false;
        var rest = text[first.Length..^last.Length];
        for (var i = 1; i < Literals.Length - 1; i++)
        {
            var at = rest.IndexOf(Literals[i]);
            if (at < 0)
                return false;
            rest = rest[(at + Literals[i].Length)..];
        }

        return true;
    }
}
