using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>Where the values of a JSON text stand, by their paths as diagnostics write them.</summary>
internal sealed class JsonPositions
{
    private readonly Dictionary<string, (int Line, int Column)> _places = new(StringComparer.Ordinal) { ["/"] = (1, 1) };
    private readonly byte[] _text;
    private int _line = 1;
    private int _lineStart;
    private int _at;

    /// <param name="text">JSON that has been parsed without an error.</param>
    public JsonPositions(string text)
    {
        _text = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = JsonReading.MaxDepth });
        reader.Read();
        Value(ref reader, string.Empty);
    }

    /// <summary>Paths of members that stand twice in their object.</summary>
    public List<string> Twice { get; } = [];

    /// <summary>The place of the value, or of the nearest one around it that is there.</summary>
    public (int Line, int Column) Find(string? path)
    {
        for (var at = path ?? "/"; at.Length > 0; at = at[..Math.Max(at.LastIndexOfAny(['/', '[']), 0)])
        {
            if (_places.TryGetValue(at, out var place))
                return place;
        }

        return (1, 1);
    }

    private void Value(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var member = $"{path}/{reader.GetString()}";
                if (!_places.TryAdd(member, Place(reader.TokenStartIndex)))
                    Twice.Add(member);
                reader.Read();
                Value(ref reader, member);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                var item = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
                _places.TryAdd(item, Place(reader.TokenStartIndex));
                Value(ref reader, item);
            }
        }
    }

    private (int Line, int Column) Place(long start)
    {
        for (; _at < start; _at++)
        {
            if (_text[_at] == '\n')
            {
                _line++;
                _lineStart = _at + 1;
            }
        }

        return (_line, Encoding.UTF8.GetCharCount(_text, _lineStart, (int)start - _lineStart) + 1);
    }
}
