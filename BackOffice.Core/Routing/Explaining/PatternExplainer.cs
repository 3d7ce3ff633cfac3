using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Explaining;

/// <summary>Goes through a pattern part by part; where an alternative holds as a whole, its parts show the values that made it hold.</summary>
internal sealed class PatternExplainer
{
    private const int LongestActual = 200;

    private readonly EventPattern _pattern;
    private readonly EventFields _fields;
    private readonly ReadOnlyMemory<byte> _json;
    private readonly JsonElement _event;
    private readonly Dictionary<PatternField, int> _picked = [];
    private readonly HashSet<PatternField> _used;

    private PatternExplainer(EventPattern pattern, EventFields fields, ReadOnlyMemory<byte> json, JsonElement root)
    {
        _pattern = pattern;
        _fields = fields;
        _json = json;
        _event = root;
        _used = [.. pattern.Alternatives.SelectMany(way => way)];
    }

    public static Result<PatternExplanation> Explain(EventPattern pattern, ReadOnlySpan<byte> eventJson)
    {
        var fields = EventFields.Rent();
        try
        {
            if (pattern.Matcher.Read(fields, eventJson) is { } error)
                return error;
            var json = eventJson.ToArray();
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = PatternLimits.EventDepth });
            return new PatternExplainer(pattern, fields, json, document.RootElement).Explain();
        }
        finally
        {
            fields.Return();
        }
    }

    private Result<PatternExplanation> Explain()
    {
        var matched = false;
        var tries = ElementSearch.MostTries;
        foreach (var way in _pattern.Alternatives)
        {
            var picks = new int[way.Length];
            var search = new ElementSearch(_fields, _json.Span, way, [.. way.Select(field => _pattern.Matcher.PathIndex(field.Name))], picks);
            matched = search.Find(ref tries);
            if (tries < 0)
                return EventJson.TooComplex;
            if (!matched)
                continue;
            for (var i = 0; i < picks.Length; i++)
                _picked[way[i]] = picks[i];
            break;
        }

        var root = Scope(_pattern.Scope);
        var note = root.Outcome is PartOutcome.Matched == matched ? null
            : matched ? "A field stands inside and outside $or: of the two the later counts."
            : _fields.HasElements ? "Every part is met, but by different elements of one array; one element must meet them all."
            : "A field stands inside and outside $or: of the two the later counts, and so no alternative is met as a whole.";
        return new PatternExplanation(matched, root with { Outcome = matched ? PartOutcome.Matched : PartOutcome.Failed }, note);
    }

    private ExplainedPart Scope(PatternScope scope)
    {
        var parts = scope.Parts.Where(part => part is not PatternField field || _used.Contains(field)).Select(Part).ToList();
        return new ExplainedPart { Kind = PartKind.All, Outcome = Of(parts.TrueForAll(part => part.Outcome is PartOutcome.Matched)), Parts = parts };
    }

    private ExplainedPart Part(PatternPart part) => part switch
    {
        PatternField field => Field(field),
        PatternChoice choice => Choice(choice),
        _ => throw new InvalidOperationException(part.GetType().Name),
    };

    private ExplainedPart Choice(PatternChoice choice)
    {
        var branches = choice.Branches.Select(Scope).Select(branch => branch.Parts is [var only] ? only : branch).ToList();
        return new ExplainedPart { Kind = PartKind.Any, Outcome = Of(branches.Exists(branch => branch.Outcome is PartOutcome.Matched)), Parts = branches };
    }

    private ExplainedPart Field(PatternField field)
    {
        if (_picked.TryGetValue(field, out var picked))
            return Shown(field, PartOutcome.Matched, picked);
        var first = -1;
        string? miss = null;
        for (var i = _fields.Last(_pattern.Matcher.PathIndex(field.Name)); i >= 0; i = _fields[i].Previous)
        {
            if (_fields[i].Path < 0)
                continue;
            var value = _fields.ValueOf(_json.Span, _fields[i]);
            if (Meets(field.Matchers, value))
                return Shown(field, PartOutcome.Matched, i);
            var near = NearestMiss.Of(field, value);
            if (first < 0 || near is not null || miss is null)
                (first, miss) = (i, near ?? miss);
        }

        if (first >= 0)
            return Shown(field, PartOutcome.Failed, first) with { NearMiss = miss };
        if (field.AllowsAbsent)
            return Shown(field, PartOutcome.Matched, -1);
        return Shown(field, PartOutcome.Absent, -1) with { NearMiss = NearestName.Of(_event, field.Name) };
    }

    private ExplainedPart Shown(PatternField field, PartOutcome outcome, int value) => new()
    {
        Kind = PartKind.Field,
        Path = field.Name,
        Expected = PatternSummary.Expected(field),
        Outcome = outcome,
        Actual = value < 0 ? null : Actual(_fields[value]),
        Place = value < 0 ? null : _fields.Place(field.Name, _fields[value]),
    };

    private string Actual(in FieldValue field)
    {
        var quotes = field.Kind is ValueKind.Text ? 1 : 0;
        var text = Encoding.UTF8.GetString(_json.Span.Slice(field.Start - quotes, field.Length + (2 * quotes)));
        return text.Length <= LongestActual ? text : text[..LongestActual] + "…";
    }

    private static bool Meets(ImmutableArray<ValueMatcher> matchers, in EventValue value)
    {
        foreach (var matcher in matchers)
        {
            if (matcher.Matches(value))
                return true;
        }

        return false;
    }

    private static PartOutcome Of(bool holds) => holds ? PartOutcome.Matched : PartOutcome.Failed;
}
