using System.Collections.Immutable;
using System.Text.Json;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Parsing;

/// <summary>
/// Reads a pattern in one pass, as event-ruler's JsonRuleCompiler does, and stops at the first thing that is wrong. Methods answer false or null once
/// <see cref="Refusal"/> is set.
/// </summary>
internal ref partial struct PatternParser
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly bool _legacyOr;
    private readonly List<string> _steps = ["$"];
    private readonly List<PatternWarning> _warnings = [];
    private Utf8JsonReader _reader;
    private long _combinations = 1;

    /// <param name="utf8">The pattern's text.</param>
    /// <param name="legacyOr">Take <c>$or</c> for a field's name.</param>
    public PatternParser(ReadOnlySpan<byte> utf8, bool legacyOr)
    {
        _utf8 = utf8;
        _legacyOr = legacyOr;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = PatternLimits.PatternDepth });
    }

    public PatternRefusal? Refusal { get; private set; }

    public readonly IReadOnlyList<PatternWarning> Warnings => _warnings;

    public readonly string Path => string.Concat(_steps);

    public readonly long TokenStart => _reader.TokenStartIndex;

    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="InvalidOperationException">A text that is not Unicode.</exception>
    public PatternScope? Read()
    {
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.StartObject)
        {
            Refuse("A pattern is a JSON object: fields and what their values may be.", "{ \"source\": [\"orders\"] }", "Filter is not an object");
            return null;
        }

        var parts = new List<PatternPart>();
        if (!ReadObject(parts, prefix: null, insideOr: false))
            return null;
        _reader.Read();
        return new PatternScope([.. parts]);
    }

    private bool ReadObject(List<PatternPart> parts, string? prefix, bool insideOr)
    {
        var any = false;
        while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
        {
            any = true;
            var name = Text();
            _steps.Add(Step(name));
            if (name == PatternOperators.Or && !_legacyOr)
            {
                if (!ReadOr(parts, prefix))
                    return false;
            }
            else if (!ReadMember(parts, name, prefix is null ? name : $"{prefix}.{name}", insideOr))
            {
                return false;
            }

            _steps.RemoveAt(_steps.Count - 1);
        }

        return any || Refuse("This object is empty, and would ask for nothing.", "Name a field in it, or leave it out.", "Empty objects are not allowed");
    }

    private bool ReadMember(List<PatternPart> parts, string name, string path, bool insideOr)
    {
        if (insideOr && PatternOperators.ReservedInOr.Contains(name))
        {
            return Refuse(
                $"\"{name}\" is a word of the pattern language and cannot be a field's name inside $or.",
                PatternOperators.All.Contains(name) ? $"A comparison stands in a field's list: \"field\": [{{ \"{name}\": … }}]." : null,
                $"{name} is Ruler reserved fieldName which cannot be used inside $or.");
        }

        _reader.Read();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(parts, path, insideOr);
            case JsonTokenType.StartArray:
                if (ReadList(path) is not { } matchers)
                    return false;
                parts.Add(new PatternField(path, matchers));
                return true;
            default:
                var value = Raw();
                return Refuse(
                    $"\"{name}\" is {value}, and must be a list of the values that may match.", $"\"{name}\": [{value}]",
                    $"\"{name}\" must be an object or an array");
        }
    }

    private bool ReadOr(List<PatternPart> parts, string? prefix)
    {
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.StartArray)
            return Refuse("$or must be a list of objects, one for each alternative.", "\"$or\": [{ … }, { … }]", "It must be an Array followed with $or.");
        var start = _reader.TokenStartIndex;
        var branches = ImmutableArray.CreateBuilder<PatternScope>();
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
        {
            _steps.Add(Index(branches.Count));
            if (_reader.TokenType is not JsonTokenType.StartObject)
            {
                return Refuse(
                    "Each alternative of $or is an object: fields and what their values may be.", null,
                    "Only JSON object is allowed in array of $or relationship.");
            }

            var branch = new List<PatternPart>();
            if (!ReadObject(branch, prefix, insideOr: true))
                return false;
            branches.Add(new PatternScope([.. branch]));
            _steps.RemoveAt(_steps.Count - 1);
        }

        if (branches.Count < 2)
        {
            return RefuseAt(
                start, $"$or has {(branches.Count == 0 ? "no alternative" : "only one alternative")}, and needs two or more.",
                branches.Count == 0 ? null : "Write its fields without $or.", "There must have at least 2 Objects in $or relationship.");
        }

        _combinations = Math.Min(_combinations * branches.Count, int.MaxValue);
        if (_combinations > PatternLimits.Combinations)
        {
            return RefuseAt(
                start, FormattableString.Invariant($"All $or lists together make more than {PatternLimits.Combinations} combinations: their lengths are multiplied."),
                "Split the rule, or put values of one field into one list.", awsReason: null);
        }

        parts.Add(new PatternChoice(prefix, branches.ToImmutable()));
        return true;
    }

    private ImmutableArray<ValueMatcher>? ReadList(string path)
    {
        var start = _reader.TokenStartIndex;
        var matchers = ImmutableArray.CreateBuilder<ValueMatcher>();
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
        {
            _steps.Add(Index(matchers.Count));
            if (ReadMatcher() is not { } matcher)
                return null;
            matchers.Add(matcher);
            _steps.RemoveAt(_steps.Count - 1);
        }

        if (matchers.Count == 0)
        {
            RefuseAt(start, "This list is empty, and no value could match.", "Name a value, or [{ \"exists\": true }] for any.", "Empty arrays are not allowed");
            return null;
        }

        return CheckWildcards(path, start, matchers.ToImmutable());
    }

    private ImmutableArray<ValueMatcher>? CheckWildcards(string path, long start, ImmutableArray<ValueMatcher> matchers)
    {
        var complexity = WildcardComplexity.Of(matchers.OfType<WildcardMatch>().Select(match => match.Wildcard));
        if (complexity >= PatternLimits.RefusedComplexity)
        {
            RefuseAt(
                start, FormattableString.Invariant(
                    $"The wildcards are too complex: one text can be at {complexity} places of them at once or more, and AWS refuses 11 (its limit is not published)."),
                "Use fewer stars, or fewer repetitions after a star.",
                "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character");
            return null;
        }

        if (complexity >= PatternLimits.WarnedComplexity)
        {
            _warnings.Add(new PatternWarning(path, FormattableString.Invariant(
                $"The wildcards are near AWS's limit of complexity: {complexity}, where 7 is known to pass and 11 to be refused.")));
        }

        return matchers;
    }

    private readonly string Text() => _reader.GetString() ?? "";

    private readonly string Raw()
    {
        var value = _reader;
        if (value.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            return value.TokenType is JsonTokenType.StartObject ? "an object" : "a list";
        var quoted = value.TokenType is JsonTokenType.String ? 2 : 0;
        return System.Text.Encoding.UTF8.GetString(_utf8.Slice((int)value.TokenStartIndex, value.ValueSpan.Length + quoted));
    }

    private static string Step(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$') ? "." + name : $"['{name}']";

    private static string Index(int index) => FormattableString.Invariant($"[{index}]");

    private bool Refuse(string message, string? suggestion, string? awsReason) => RefuseAt(_reader.TokenStartIndex, message, suggestion, awsReason);

    private bool RefuseAt(long at, string message, string? suggestion, string? awsReason)
    {
        Refusal = TextPlace.Refuse(_utf8, at, Path, message, suggestion, awsReason);
        return false;
    }
}
