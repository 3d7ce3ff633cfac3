using System.Collections.Immutable;
using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Matching;
using BackOffice.Core.Routing.Parsing;

namespace BackOffice.Core.Routing;

/// <summary>
/// An EventBridge event pattern, compiled once and matched as often as there are events (<c>docs/routing.md</c>; EventBridge User Guide, "Event patterns").
/// Immutable, safe for any number of threads. There is no pattern that could not be compiled: whoever has one may match with it.
/// </summary>
public sealed class EventPattern
{
    private readonly PatternMatcher _matcher;

    internal EventPattern(PatternScope scope, string text, bool hasLegacyOr, IReadOnlyList<PatternWarning> warnings)
    {
        Scope = scope;
        Text = text;
        HasLegacyOr = hasLegacyOr;
        Warnings = warnings;
        Alternatives = scope.Alternatives();
        _matcher = new PatternMatcher([Alternatives]);
    }

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>True when a malformed <c>$or</c> was read as a field of that name; only <see cref="PatternReading.Existing"/> does so.</summary>
    public bool HasLegacyOr { get; }

    /// <summary>What its author should know; empty for most.</summary>
    public IReadOnlyList<PatternWarning> Warnings { get; }

    /// <summary>How many alternatives <c>$or</c> expands to; 1 without any.</summary>
    public int AlternativeCount => Alternatives.Count;

    /// <summary>True when it counts against the bus's quota of rules with wildcards (30, not adjustable).</summary>
    public bool UsesWildcard => Scope.Fields().Any(asked => asked.Matchers.Any(IsWildcard));

    /// <summary>Every field that it constrains, as names joined with dots, sorted.</summary>
    public IReadOnlyList<string> Paths => [.. Alternatives.SelectMany(way => way).Select(asked => asked.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The same pattern in one way of writing: sorted, no white space, no doubles. Two patterns with one canonical text match the same events.</summary>
    public string Canonical => field ??= PatternCanonical.Write(this);

    /// <summary>The pattern as one sentence without a full stop: <c>source is "orders" and detail.amount is at least 100</c>.</summary>
    public string Summary => field ??= PatternSummary.Write(this);

    internal PatternScope Scope { get; }

    internal IReadOnlyList<ImmutableArray<PatternField>> Alternatives { get; }

    internal PatternMatcher Matcher => _matcher;

    /// <summary>Reads a pattern.</summary>
    /// <returns>The pattern, or a <see cref="PatternRefusal"/>; never anything else, whatever the text.</returns>
    public static Result<EventPattern> Parse(string text, PatternReading reading = PatternReading.Strict) =>
        PatternReader.Read(Encoding.UTF8.GetBytes(text), reading);

    /// <inheritdoc cref="Parse(string, PatternReading)"/>
    /// <param name="utf8">The text as UTF-8.</param>
    /// <param name="reading">How strictly.</param>
    public static Result<EventPattern> Parse(ReadOnlySpan<byte> utf8, PatternReading reading = PatternReading.Strict) => PatternReader.Read(utf8, reading);

    /// <summary>Whether an event matches. One pass over the event; nothing is allocated, except for an error.</summary>
    /// <param name="eventJson">The whole event as UTF-8 JSON, any object.</param>
    /// <returns><see cref="Rejected"/> (<c>event.not-json</c>, <c>event.not-an-object</c>, <c>event.too-long</c>, <c>event.too-complex</c>) for what is no event.</returns>
    public Result<bool> Matches(ReadOnlySpan<byte> eventJson) => _matcher.Any(eventJson);

    /// <summary>Why an event matches or does not: each part with the event's value. Slower than <see cref="Matches"/>.</summary>
    /// <param name="eventJson">The whole event as UTF-8 JSON, any object.</param>
    /// <returns>The same errors as <see cref="Matches"/>.</returns>
    public Result<PatternExplanation> Explain(ReadOnlySpan<byte> eventJson) => PatternExplainer.Explain(this, eventJson);

    private static bool IsWildcard(ValueMatcher matcher) => matcher is WildcardMatch || (matcher is AnythingBut but && but.None.Any(IsWildcard));
}
