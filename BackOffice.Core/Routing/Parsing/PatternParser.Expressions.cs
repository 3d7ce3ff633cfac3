using System.Globalization;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Parsing;

/// <summary>The members of a field's list.</summary>
internal ref partial struct PatternParser
{
    private const string OneKey = "Only one key allowed in match expression";

    private ValueMatcher? ReadMatcher()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                var text = Text();
                return IpLiteral.TryRead(Encoding.UTF8.GetBytes(text), out var address) ? AddressMatch.Single(address) : new ExactText(text);
            case JsonTokenType.Number:
                return new ExactNumber(Raw());
            case JsonTokenType.True:
                return new ExactLiteral(ValueKind.True);
            case JsonTokenType.False:
                return new ExactLiteral(ValueKind.False);
            case JsonTokenType.Null:
                return new ExactLiteral(ValueKind.Null);
            case JsonTokenType.StartObject:
                return ReadExpression();
            default:
                return None("A list inside a list is not understood.", "Put its values into the outer list.", "Match value must be String, number, true, false, or null");
        }
    }

    private ValueMatcher? ReadExpression()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.EndObject)
            return None("This comparison is empty.", "[{ \"exists\": true }] matches any value.", "Match expression name not found");
        var name = Text();
        _steps.Add(Step(name));
        var nameAt = _reader.TokenStartIndex;
        if (!PatternOperators.All.Contains(name))
        {
            RefuseAt(nameAt, $"\"{name}\" is not a comparison.", OperatorAdvice.For(name), $"Unrecognized match type {name}");
            return null;
        }

        _reader.Read();
        ValueMatcher? matcher = name switch
        {
            PatternOperators.Exactly => OneText(name, "exact match pattern must be a string") is { } text ? new ExactText(text, spelledOut: true) : null,
            PatternOperators.Prefix => ReadEdge(name, CasePlace.Start),
            PatternOperators.Suffix => ReadEdge(name, CasePlace.End),
            PatternOperators.EqualsIgnoreCase => OneText(name) is { } text ? new IgnoreCaseMatch(text, CasePlace.Whole) : null,
            PatternOperators.Wildcard => OneText(name) is { } text ? Wildcard(text) : null,
            PatternOperators.Numeric => ReadNumeric(),
            PatternOperators.AnythingBut => ReadAnythingBut(),
            PatternOperators.Exists => ReadExists(),
            _ => OneText(name, "prefix match pattern must be a string") is { } text ? ReadCidr(text) : null,
        };
        if (matcher is null)
            return null;
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.EndObject)
        {
            return None(
                $"A comparison has one key, and \"{name}\" is followed by another.", "Write two: [{ … }, { … }] matches either.",
                name is PatternOperators.Numeric or PatternOperators.AnythingBut ? "Too many elements in numeric expression" : OneKey);
        }

        _steps.RemoveAt(_steps.Count - 1);
        return matcher;
    }

    /// <summary>A prefix or suffix: a text, or one whose case does not matter.</summary>
    private ValueMatcher? ReadEdge(string name, CasePlace place)
    {
        if (_reader.TokenType is not JsonTokenType.StartObject)
        {
            if (OneText(name) is not { } text)
                return null;
            return place is CasePlace.Start ? new TextPrefix(text) : new TextSuffix(text);
        }

        var called = char.ToUpperInvariant(name[0]) + name[1..];
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.EndObject)
            return None($"The {name} is empty.", null, $"{called} expression name not found");
        var inner = Text();
        if (inner != PatternOperators.EqualsIgnoreCase)
            return None($"A {name} takes a text or equals-ignore-case, not \"{inner}\".", null, $"Unsupported {name} pattern: {inner}");
        _steps.Add(Step(inner));
        _reader.Read();
        if (OneText(inner) is not { } letters)
            return null;
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.EndObject)
            return None($"\"{inner}\" is followed by another key.", null, OneKey);
        _steps.RemoveAt(_steps.Count - 1);
        return new IgnoreCaseMatch(letters, place);
    }

    private ValueMatcher? ReadExists()
    {
        if (_reader.TokenType is JsonTokenType.True)
            return new ExistsMatch();
        return _reader.TokenType is JsonTokenType.False
            ? new AbsentMatch()
            : None($"exists is {Raw()}, and must be true or false.", null, "exists match pattern must be either true or false.");
    }

    private ValueMatcher? ReadCidr(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 2 || parts[1].Length == 0)
            return None($"\"{text}\" is not an address and a number of bits.", "{ \"cidr\": \"10.0.0.0/24\" }", "Malformed CIDR, one '/' required");
        if (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits))
            return None($"\"{parts[1]}\" is not a number of bits.", null, "Malformed CIDR, mask bits must be an integer");
        if (bits < 0)
            return None("The number of bits is negative.", null, "Malformed CIDR, mask bits must not be negative");
        if (!IpLiteral.TryRead(Encoding.UTF8.GetBytes(parts[0]), out var address))
        {
            return None(
                $"\"{parts[0]}\" is not an IP address.", "Four decimal groups, or IPv6 in hexadecimal groups.",
                LooksLikeAddress(parts[0]) ? $"Invalid IP address: {parts[0]}" : $"Nonstandard IP address: {parts[0]}");
        }

        if (bits >= address.Width)
        {
            return None(
                FormattableString.Invariant($"/{bits} is a single address, and cidr takes fewer bits than {address.Width}."),
                $"Write the address as a plain value: [\"{parts[0]}\"].",
                address.IsV6 ? "IPv6 mask bits must be < 128" : "IPv4 mask bits must be < 32");
        }

        return AddressMatch.Block(address, bits);
    }

    private static bool LooksLikeAddress(string text) =>
        text.Contains(':', StringComparison.Ordinal)
            ? text.All(c => char.IsAsciiHexDigit(c) || c == ':')
            : text.Split('.') is { Length: 4 } groups && groups.All(group => group.Length > 0 && group.All(char.IsAsciiDigit));

    private ValueMatcher? Wildcard(string text)
    {
        if (WildcardText.TryRead(text, out var reason) is { } wildcard)
            return new WildcardMatch(wildcard);
        return reason is not null && reason.StartsWith("Consecutive", StringComparison.Ordinal)
            ? None("Two stars in a row mean no more than one.", "Write one star.", reason)
            : None(
                "A backslash in a wildcard stands before a star or another backslash only.", "In JSON \\\\* is a star and \\\\\\\\ a backslash.", reason);
    }

    private string? OneText(string name, string? awsReason = null)
    {
        if (_reader.TokenType is JsonTokenType.String)
            return Text();
        Refuse($"{name} is {Raw()}, and must be a text.", Several(name), awsReason ?? $"{name} match pattern must be a string");
        return null;
    }

    private readonly string? Several(string name) =>
        _reader.TokenType is JsonTokenType.StartArray ? $"One comparison for each: [{{ \"{name}\": \"a\" }}, {{ \"{name}\": \"b\" }}]." : null;

    private ValueMatcher? None(string message, string? suggestion, string? awsReason)
    {
        Refuse(message, suggestion, awsReason);
        return null;
    }
}
