using System.Diagnostics;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Parsing;

/// <summary>From a pattern's text to the pattern, or to what is wrong with it.</summary>
internal static class PatternReader
{
    public static Result<EventPattern> Read(ReadOnlySpan<byte> utf8, PatternReading reading)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var most = reading is PatternReading.Strict ? PatternLimits.Characters : PatternLimits.MostCharacters;
        if (text.Length > most)
        {
            return new PatternRefusal(
                FormattableString.Invariant($"The pattern is {text.Length} characters long; at most {most} are taken, white space included."),
                "$", 1, 1, "Write it without white space, or split it into two rules.", AwsReason: null);
        }

        var pattern = Parse(utf8, text, legacyOr: false);
        if (pattern.Error is not PatternRefusal refusal || !text.Contains(PatternOperators.Or, StringComparison.Ordinal))
            return pattern;

        // AWS compiles again with $or as an ordinary name before it refuses (event-ruler, GenericMachine.addRule).
        var legacy = Parse(utf8, text, legacyOr: true);
        if (!legacy.IsSuccess)
            return pattern;
        return reading is PatternReading.Existing
            ? legacy
            : refusal with { Said = refusal.Message + " AWS would take it and look for a field named \"$or\", which no event has." };
    }

    private static Result<EventPattern> Parse(ReadOnlySpan<byte> utf8, string text, bool legacyOr)
    {
        var parser = new PatternParser(utf8, legacyOr);
        PatternScope? scope;
        try
        {
            scope = parser.Read();
        }
        catch (JsonException e)
        {
            return TextPlace.Refuse(
                utf8, LineStart(utf8, e.LineNumber ?? 0) + (e.BytePositionInLine ?? 0), parser.Path,
                "This is not JSON: " + Reason(e), suggestion: null, awsReason: null);
        }
        catch (InvalidOperationException)
        {
            return TextPlace.Refuse(
                utf8, parser.TokenStart, parser.Path, "This text is not valid Unicode: it holds half of a surrogate pair or bytes that are not UTF-8.",
                suggestion: null, awsReason: null);
        }

        if (scope is not null)
            return new EventPattern(scope, text, legacyOr, parser.Warnings);
        return parser.Refusal ?? throw new UnreachableException("The parser stopped without saying why.");
    }

    private static long LineStart(ReadOnlySpan<byte> utf8, long line)
    {
        var at = 0;
        for (; line > 0; line--)
        {
            var next = utf8[at..].IndexOf((byte)'\n');
            if (next < 0)
                break;
            at += next + 1;
        }

        return at;
    }

    // The reader's message ends with the place, which is told apart.
    private static string Reason(JsonException e)
    {
        var place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? e.Message : e.Message[..place];
    }
}
