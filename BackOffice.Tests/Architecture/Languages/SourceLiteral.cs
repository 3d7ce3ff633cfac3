using System.Globalization;
using System.Text;

namespace BackOffice.Tests.Architecture.Languages;

/// <summary>Reads string literals of C# out of a source, as the compiler would: with escapes resolved, and interpolations as numbered holes.</summary>
internal static class SourceLiteral
{
    /// <summary>The literals from <paramref name="at"/>, which is behind an opening bracket, to the bracket that closes it. What is inside holes is left out; literals that are added are one.</summary>
    public static List<string> InBrackets(string source, int at) => Read(source, at, depth => depth < 0);

    /// <summary>The literals from <paramref name="at"/> to the semicolon that ends the statement.</summary>
    public static List<string> ToSemicolon(string source, int at) => Read(source, at, depth => depth < 0, semicolon: true);

    /// <summary>The one literal that begins at <paramref name="at"/>.</summary>
    public static string At(string source, int at) => ReadString(source, ref at);

    private static List<string> Read(string source, int at, Func<int, bool> isEnd, bool semicolon = false)
    {
        var (found, depth, added) = (new List<string>(), 0, false);
        while (at < source.Length)
        {
            if (StartsString(source, at))
            {
                var text = ReadString(source, ref at);
                if (added && found.Count > 0)
                    found[^1] += text;
                else
                    found.Add(text);
                added = false;
                continue;
            }

            if (source[at] is '\'')
            {
                at = EndOfCharacter(source, at);
                continue;
            }

            if (source[at] is '/' && source[at + 1] is '/')
                at = Math.Max(at, source.IndexOf('\n', at));
            if (source[at] is '(' or '[' or '{')
                depth++;
            if (source[at] is ')' or ']' or '}')
                depth--;
            if (isEnd(depth) || (semicolon && depth == 0 && source[at] is ';'))
                break;
            if (!char.IsWhiteSpace(source[at]))
                added = source[at] is '+';
            at++;
        }

        return found;
    }

    private static bool StartsString(string source, int at) => source[at] switch
    {
        '"' => true,
        '$' or '@' => source.AsSpan(at).TrimStart("$@") is ['"', ..],
        _ => false,
    };

    private static int EndOfCharacter(string source, int at)
    {
        var end = source[at + 1] is '\\' ? source.IndexOf('\'', at + 3) : at + 2;
        return end + 1;
    }

    private static string ReadString(string source, ref int at)
    {
        var (interpolated, verbatim) = (false, false);
        for (; source[at] is '$' or '@'; at++)
        {
            interpolated |= source[at] is '$';
            verbatim |= source[at] is '@';
        }

        var raw = source.AsSpan(at).StartsWith("\"\"\"");
        at += raw ? 3 : 1;
        var (text, holes) = (new StringBuilder(), 0);
        while (true)
        {
            if (raw ? source.AsSpan(at).StartsWith("\"\"\"") : source[at] is '"' && !(verbatim && source[at + 1] is '"'))
            {
                at += raw ? 3 : 1;
                return text.ToString();
            }

            if (interpolated && source[at] is '{' or '}' && source[at + 1] == source[at])
            {
                text.Append(source[at], 2);
                at += 2;
            }
            else if (interpolated && source[at] is '{')
            {
                text.Append('{').Append(holes++).Append(ReadHole(source, ref at)).Append('}');
            }
            else if (source[at] is '\\' && !verbatim && !raw)
            {
                text.Append(Unescape(source, ref at));
            }
            else
            {
                at += verbatim && source[at] is '"' ? 1 : 0;
                text.Append(source[at++]);
            }
        }
    }

    /// <summary>Its format with the colon before it, or nothing.</summary>
    private static string ReadHole(string source, ref int at)
    {
        var (depth, questions) = (0, 0);
        at++;
        while (source[at] is not '}' || depth > 0)
        {
            if (StartsString(source, at))
            {
                ReadString(source, ref at);
                continue;
            }

            if (source[at] is '\'')
            {
                at = EndOfCharacter(source, at);
                continue;
            }

            depth += source[at] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth == 0 && source[at] is ':' && questions == 0)
            {
                var end = source.IndexOf('}', at);
                var format = source[at..end];
                at = end + 1;
                return format;
            }

            at++;
        }

        at++;
        return "";
    }

    private static string Unescape(string source, ref int at)
    {
        at += 2;
        if (source[at - 1] is 'u')
        {
            at += 4;
            return ((char)int.Parse(source.AsSpan(at - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
        }

        return source[at - 1] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", var other => other.ToString() };
    }
}
