using System.Text.Json;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Parsing;

/// <summary><c>numeric</c>: one comparison, or a lower bound and then an upper one.</summary>
internal ref partial struct PatternParser
{
    private const string NumericShape = "{ \"numeric\": [\">=\", 10, \"<\", 20] }";

    private ValueMatcher? ReadNumeric()
    {
        if (_reader.TokenType is not JsonTokenType.StartArray)
            return None($"numeric is {Raw()}, and must be a list of comparisons and numbers.", NumericShape, "Value of numeric must be an array.");
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.String)
        {
            return None(
                "numeric starts with a comparison: =, <, <=, > or >=.", NumericShape,
                $"Invalid member in numeric match: {(_reader.TokenType is JsonTokenType.EndArray ? "]" : Raw())}");
        }

        var comparison = Text();
        if (comparison is not ("=" or "<" or "<=" or ">" or ">="))
        {
            return None(
                $"\"{comparison}\" is not a comparison of numbers.", comparison is "==" ? "Write \"=\"." : "=, <, <=, > or >=.",
                $"Unrecognized numeric range operator: {comparison}");
        }

        if (ReadNumber(comparison == "=" ? "equals" : comparison) is not { } first)
            return null;
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.EndArray)
            return Single(comparison, first);
        if (comparison is "=" or "<" or "<=")
        {
            return None(
                comparison == "=" ? "= stands alone." : "The lower bound comes first.", NumericShape, "Too many elements in numeric expression");
        }

        return ReadUpperBound(first, comparison == ">");
    }

    private ValueMatcher? ReadUpperBound(ExactNumber bottom, bool openBottom)
    {
        if (_reader.TokenType is not JsonTokenType.String)
            return None("After the lower bound comes < or <=.", NumericShape, $"Bad value in numeric range: {Raw()}");
        var comparison = Text();
        if (comparison is not ("<" or "<="))
            return None($"After the lower bound comes < or <=, not \"{comparison}\".", NumericShape, $"Bad numeric range operator: {comparison}");
        if (ReadNumber(comparison) is not { } top)
            return null;
        var at = _reader.TokenStartIndex;
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.EndArray)
            return None("numeric takes two bounds at most.", NumericShape, "Too many terms in numeric range expression");
        if (bottom.Number >= top.Number)
        {
            RefuseAt(at, $"No number is between {bottom.Text} and {top.Text}: the lower bound must be less than the upper one.", null, "Bottom must be less than top");
            return null;
        }

        return new NumericRange(bottom.Number, openBottom, top.Number, comparison == "<");
    }

    private static ValueMatcher Single(string comparison, ExactNumber number) => comparison switch
    {
        "=" => number,
        ">" or ">=" => new NumericRange(number.Number, comparison == ">", top: null, openTop: false),
        _ => new NumericRange(bottom: null, openBottom: false, number.Number, comparison == "<"),
    };

    private ExactNumber? ReadNumber(string comparison)
    {
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.Number)
        {
            Refuse(
                $"After {(comparison == "equals" ? "=" : comparison)} comes a number{(_reader.TokenType is JsonTokenType.EndArray ? "" : ", not " + Raw())}.",
                _reader.TokenType is JsonTokenType.String ? "Write it without quotes." : null, $"Value of {comparison} must be numeric");
            return null;
        }

        return ComparableNumberOf();
    }

    private ExactNumber? ComparableNumberOf()
    {
        var number = new ExactNumber(Raw());
        if (number.IsComparable)
            return number;
        Refuse(
            $"{number.Text} has more digits than can be compared (a double's, about 15 to 17), or is too large.", null, $"Cannot compare number : {number.Text}");
        return null;
    }
}
