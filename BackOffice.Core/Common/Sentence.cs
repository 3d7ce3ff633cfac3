using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace BackOffice.Core.Common;

/// <summary>
/// A text for people that can still be said in another language: the English words with numbered holes, and what stands in the holes. Written as an
/// interpolated text, <c>$"There is no order {order}."</c>, where a sentence is expected; a plain text is a sentence without holes. In stores, logs, the API
/// and on the command line it is its English text.
/// </summary>
[InterpolatedStringHandler]
[JsonConverter(typeof(SentenceJson))]
public sealed class Sentence : IEquatable<Sentence>
{
    private readonly StringBuilder? _template;
    private readonly List<object?> _values;

    /// <summary>For the compiler, which takes an interpolated text apart with it.</summary>
    public Sentence(int literalLength, int formattedCount)
    {
        _template = new StringBuilder(literalLength + (3 * formattedCount));
        _values = new List<object?>(formattedCount);
    }

    private Sentence(string text)
    {
        Plain = text;
        _values = [];
    }

    /// <summary>What translations are found by: the English text with holes as <c>{0}</c> or <c>{0:HH:mm}</c>; of a text with holes, braces are doubled.</summary>
    public string Key => Plain ?? _template?.ToString() ?? "";

    private string? Plain { get; }

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Sentence?(string? text) => text is null ? null : new(text);

    [return: NotNullIfNotNull(nameof(sentence))]
    public static implicit operator string?(Sentence? sentence) => sentence?.ToString();

    /// <summary>With commas between.</summary>
    public static Sentence List(IReadOnlyList<Sentence> items)
    {
        var list = new Sentence(2 * items.Count, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                list.AppendLiteral(", ");
            list.AppendFormatted(items[i]);
        }

        return list;
    }

    public void AppendLiteral(string text) => _template?.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted<T>(T value) => Append(value, null);

    public void AppendFormatted<T>(T value, string format) => Append(value, format);

    /// <summary>The sentence in another language. A sentence in a hole is said in it too.</summary>
    /// <param name="translate">The text of a <see cref="Key"/>, with the same holes.</param>
    /// <param name="culture">For the values.</param>
    public string In(Func<string, string> translate, IFormatProvider culture)
    {
        var text = translate(Key);
        return Plain is not null ? text : string.Format(culture, text, [.. _values.Select(value => value is Sentence inner ? inner.In(translate, culture) : value)]);
    }

    public bool Equals(Sentence? other) => other is not null && other.ToString() == ToString();

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>English, with invariant numbers and dates.</summary>
    public override string ToString() => In(english => english, CultureInfo.InvariantCulture);

    private void Append(object? value, string? format)
    {
        _template?.Append('{').Append(_values.Count);
        if (format is not null)
            _template?.Append(':').Append(format);
        _template?.Append('}');
        _values.Add(value);
    }
}
