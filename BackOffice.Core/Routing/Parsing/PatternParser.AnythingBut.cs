using System.Text.Json;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Parsing;

/// <summary><c>anything-but</c>: a value, a list of one kind, or one nested comparison of texts.</summary>
internal ref partial struct PatternParser
{
    private const string OnlySingles = "Value of anything-but must be an array or single string/number value.";

    private ValueMatcher? ReadAnythingBut()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                return new AnythingBut(form: null, [new ExactText(Text())]);
            case JsonTokenType.Number:
                return ComparableNumberOf() is { } number ? new AnythingBut(form: null, [number]) : null;
            case JsonTokenType.StartArray:
                return ReadAnythingButList();
            case JsonTokenType.StartObject:
                return ReadAnythingButForm();
            default:
                return None($"anything-but is {Raw()}, and takes texts or numbers.", "[{ \"exists\": true }] matches any value.", OnlySingles);
        }
    }

    private ValueMatcher? ReadAnythingButList()
    {
        var start = _reader.TokenStartIndex;
        var none = new List<ValueMatcher>();
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
        {
            _steps.Add(Index(none.Count));
            ValueMatcher? each = _reader.TokenType switch
            {
                JsonTokenType.String => new ExactText(Text()),
                JsonTokenType.Number => ComparableNumberOf(),
                _ => None(
                    $"Inside anything-but stands {Raw()}; it takes texts or numbers.",
                    _reader.TokenType is JsonTokenType.StartObject ? "Write the comparison with a list: { \"anything-but\": { \"wildcard\": [\"a*\", \"b*\"] } }." : null,
                    "Inside anything but list, start|null|boolean is not supported."),
            };
            if (each is null)
                return null;
            none.Add(each);
            _steps.RemoveAt(_steps.Count - 1);
        }

        if (none.Count > 0 && (none.All(each => each is ExactText) || none.All(each => each is ExactNumber)))
            return new AnythingBut(form: null, none);
        RefuseAt(
            start, none.Count == 0 ? "The list of anything-but is empty." : "anything-but mixes texts and numbers.",
            none.Count == 0 ? "[{ \"exists\": true }] matches any value." : "Write two fields' rules, or only one kind.",
            "Inside anything but list, either all values are number or string, mixed type is not supported");
        return null;
    }

    private ValueMatcher? ReadAnythingButForm()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.EndObject)
            return None("anything-but is empty.", null, "Anything-But expression name not found");
        var form = Text();
        _steps.Add(Step(form));
        if (form is not (PatternOperators.EqualsIgnoreCase or PatternOperators.Prefix or PatternOperators.Suffix or PatternOperators.Wildcard))
        {
            return None(
                $"anything-but cannot hold \"{form}\".", "It holds texts, numbers, prefix, suffix, equals-ignore-case or wildcard.",
                $"Unsupported anything-but pattern: {form}");
        }

        _reader.Read();
        var none = new List<ValueMatcher>();
        if (_reader.TokenType is JsonTokenType.StartArray)
        {
            var start = _reader.TokenStartIndex;
            while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
            {
                _steps.Add(Index(none.Count));
                if (FormMember(form) is not { } each)
                    return null;
                none.Add(each);
                _steps.RemoveAt(_steps.Count - 1);
            }

            if (none.Count == 0)
            {
                RefuseAt(start, $"The list of {form} is empty.", "[{ \"exists\": true }] matches any value.", awsReason: null);
                return null;
            }
        }
        else if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return None($"{form} is {Raw()}, and inside anything-but takes a text or a list of texts.", null, OnlySingles);
        }
        else if (FormMember(form) is { } only)
        {
            none.Add(only);
        }
        else
        {
            return null;
        }

        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.EndObject)
            return None($"\"{form}\" is followed by another key.", null, "Too many elements in numeric expression");
        _steps.RemoveAt(_steps.Count - 1);
        return new AnythingBut(form, none);
    }

    private ValueMatcher? FormMember(string form)
    {
        var isEdge = form is PatternOperators.Prefix or PatternOperators.Suffix;
        if (_reader.TokenType is not JsonTokenType.String)
        {
            return None($"{form} is {Raw()}, and must be a text.", null, form switch
            {
                PatternOperators.EqualsIgnoreCase => "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
                PatternOperators.Wildcard => "wildcard match pattern must be a string",
                _ => "prefix/suffix match pattern must be a string",
            });
        }

        var text = Text();
        if (isEdge && text.Length == 0)
            return None($"An empty {form} is every text, and nothing would be left.", null, "Null prefix/suffix not allowed");
        return form switch
        {
            PatternOperators.EqualsIgnoreCase => new IgnoreCaseMatch(text, CasePlace.Whole),
            PatternOperators.Prefix => new TextPrefix(text),
            PatternOperators.Suffix => new TextSuffix(text),
            _ => Wildcard(text),
        };
    }
}
