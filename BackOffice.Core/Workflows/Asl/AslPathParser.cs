using System.Globalization;
using System.Text;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>Reads paths. What it does not know it refuses, with the place.</summary>
internal ref struct AslPathParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private AslPathParser(ReadOnlySpan<char> text) => _text = text;

    /// <exception cref="FormatException">Not a path of the dialect.</exception>
    public static AslPath Parse(string text)
    {
        var parser = new AslPathParser(text);
        var path = parser.Path();
        return parser._at == text.Length ? path : throw parser.Bad("a path ends here");
    }

    /// <summary>Reads the path that starts at <paramref name="at"/>, which moves behind it: for paths inside intrinsic functions.</summary>
    public static AslPath ParsePrefix(ReadOnlySpan<char> text, ref int at)
    {
        var parser = new AslPathParser(text) { _at = at };
        var path = parser.Path();
        at = parser._at;
        return path;
    }

    private AslPath Path()
    {
        var start = _at;
        if (!Take('$'))
            throw Bad("a path starts with $");
        var root = Take('$') ? PathRoot.Context : PathRoot.Data;
        var variable = string.Empty;
        if (root == PathRoot.Data && (char.IsLetter(Peek) || Peek == '_'))
        {
            root = PathRoot.Variable;
            variable = Name();
        }

        var segments = Segments();
        return new AslPath(_text[start.._at].ToString(), root, variable, segments);
    }

    private PathSegment[] Segments()
    {
        var segments = new List<PathSegment>();
        while (true)
        {
            if (Peek == '.' && PeekAt(1) == '.')
            {
                _at += 2;
                segments.Add(new DescentSegment(Peek == '[' ? Bracket() : Dotted()));
            }
            else if (Peek == '.')
            {
                _at++;
                segments.Add(Dotted());
            }
            else if (Peek == '[')
                segments.Add(Bracket());
            else
                return [.. segments];
        }
    }

    private PathSegment Dotted()
    {
        if (Take('*'))
            return new WildcardSegment();
        var name = Name();
        if (Peek == '(')
            throw new NotRunHere($"Functions in paths are not supported by this engine: {_text}");
        return new NameSegment([name]);
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or ':' || char.IsSurrogate(_text[_at])))
            _at++;
        return _at > start ? _text[start.._at].ToString() : throw Bad("a name is expected");
    }

    private PathSegment Bracket()
    {
        Expect('[');
        Blanks();
        PathSegment segment;
        if (Take('*'))
            segment = new WildcardSegment();
        else if (Take('?'))
        {
            Blanks();
            Expect('(');
            segment = new FilterSegment(Or());
            Blanks();
            Expect(')');
        }
        else if (Peek is '\'' or '"')
        {
            var names = new List<string> { Quoted() };
            while (Comma())
                names.Add(Quoted());
            segment = new NameSegment([.. names]);
        }
        else
            segment = Numbers();
        Blanks();
        Expect(']');
        return segment;
    }

    private PathSegment Numbers()
    {
        int? first = Peek is '-' || char.IsAsciiDigit(Peek) ? Number() : null;
        Blanks();
        if (Take(':'))
        {
            Blanks();
            int? last = Peek is '-' || char.IsAsciiDigit(Peek) ? Number() : null;
            Blanks();
            var step = 1;
            if (Take(':') && (step = Number()) <= 0)
                throw Bad("a step is positive");
            return new SliceSegment(first, last, step);
        }

        var indexes = new List<int> { first ?? throw Bad("an index is expected") };
        while (Comma())
            indexes.Add(Number());
        return new IndexSegment([.. indexes]);
    }

    private PathFilter Or()
    {
        var left = And();
        while (Word("||"))
            left = new FilterAny(left, And());
        return left;
    }

    private PathFilter And()
    {
        var left = Condition();
        while (Word("&&"))
            left = new FilterAll(left, Condition());
        return left;
    }

    private PathFilter Condition()
    {
        Blanks();
        if (Peek == '!' && PeekAt(1) != '=')
        {
            _at++;
            return new FilterNot(Condition());
        }

        if (Take('('))
        {
            var inner = Or();
            Blanks();
            Expect(')');
            return inner;
        }

        var left = Operand();
        foreach (var comparison in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">"])
        {
            if (Word(comparison))
                return new FilterCompare(left, comparison, Operand());
        }

        return left.IsPath ? new FilterExists(left) : throw Bad("a comparison is expected");
    }

    private FilterOperand Operand()
    {
        Blanks();
        if (Peek == '@')
        {
            var start = _at++;
            var segments = Segments();
            return new FilterOperand(null, new AslPath(_text[start.._at].ToString(), PathRoot.Data, string.Empty, segments), fromItem: true);
        }

        if (Peek == '$')
            return new FilterOperand(null, Path(), fromItem: false);
        if (Peek is '\'' or '"')
            return new FilterOperand(Json.Of(Quoted()), null, false);
        foreach (var (word, value) in (ReadOnlySpan<(string, Json)>)[("true", Json.True), ("false", Json.False), ("null", Json.Null)])
        {
            if (Word(word))
                return new FilterOperand(value, null, false);
        }

        if (char.IsAsciiLetter(Peek))
            throw new NotRunHere($"A bare word in a filter is not supported by this engine, quote it: {_text}");
        var from = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '-' or '+' or '.' or 'e' or 'E'))
            _at++;
        return double.TryParse(_text[from.._at], NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? new FilterOperand(new JsonNum(_text[from.._at].ToString()), null, false)
            : throw Bad("a value or a path is expected");
    }

    private string Quoted()
    {
        Blanks();
        var quote = Peek;
        if (quote is not ('\'' or '"'))
            throw Bad("a quoted name is expected");
        _at++;
        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            // A backslash before anything else is a backslash (recorded).
            if (_text[_at] == '\\' && (PeekAt(1) == quote || PeekAt(1) == '\\'))
                _at++;
            text.Append(_text[_at++]);
        }

        Expect(quote);
        return text.ToString();
    }

    private int Number()
    {
        Blanks();
        var start = _at;
        Take('-');
        while (char.IsAsciiDigit(Peek))
            _at++;
        return int.TryParse(_text[start.._at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Bad("a number is expected");
    }

    private readonly char Peek => PeekAt(0);

    private readonly char PeekAt(int offset) => _at + offset < _text.Length ? _text[_at + offset] : '\0';

    private bool Take(char c)
    {
        if (Peek != c)
            return false;
        _at++;
        return true;
    }

    private bool Word(string word)
    {
        Blanks();
        if (!_text[_at..].StartsWith(word, StringComparison.Ordinal))
            return false;
        _at += word.Length;
        return true;
    }

    private bool Comma()
    {
        Blanks();
        return Take(',');
    }

    private void Blanks()
    {
        while (Peek == ' ')
            _at++;
    }

    private void Expect(char c)
    {
        if (!Take(c))
            throw Bad($"'{c}' is expected");
    }

    private readonly FormatException Bad(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{_text}' is not a path: {what} (position {_at})"));
}
