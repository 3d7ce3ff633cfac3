using System.Runtime.CompilerServices;
using System.Text;

namespace BackOffice.Interaction;

/// <summary>
/// Every text a person reads on a page, in their language. The key is the English text itself; holes are numbered: <c>T($"{n} orders wait")</c> asks for
/// <c>{0} orders wait</c>. A text without a translation is shown in English.
/// </summary>
public static class Texts
{
    public static string T(string english) => english;

    public static string T(TextHandler text) => string.Format(Formats.Culture, T(text.Key), text.Values);
}

/// <summary>Takes an interpolated text apart into its key and its values, before anything is formatted.</summary>
[InterpolatedStringHandler]
public readonly struct TextHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder _key = new(literalLength + (3 * formattedCount));
    private readonly List<object?> _values = new(formattedCount);

    internal string Key => _key.ToString();

    internal object?[] Values => [.. _values];

    public void AppendLiteral(string text) => _key.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted<T>(T value)
    {
        _key.Append('{').Append(_values.Count).Append('}');
        _values.Add(value);
    }

    public void AppendFormatted<T>(T value, string format)
    {
        _key.Append('{').Append(_values.Count).Append(':').Append(format).Append('}');
        _values.Add(value);
    }
}
