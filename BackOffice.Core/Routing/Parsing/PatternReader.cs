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

        var refusal = Parse(utf8, legacyOr: false, out var scope, out var warnings);
        if (refusal is null && scope is not null)
            return new EventPattern(scope, text, hasLegacyOr: false, warnings);

        // AWS compiles again with $or as an ordinary name before it refuses (event-ruler, GenericMachine.addRule).
        if (text.Contains(PatternOperators.Or, StringComparison.Ordinal) && Parse(utf8, legacyOr: true, out scope, out warnings) is null && scope is not null)
        {
            return reading is PatternReading.Existing
                ? new EventPattern(scope, text, hasLegacyOr: true, warnings)
                : refusal! with
                {
                    Message = refusal.Message + " AWS would take it and look for a field named \"$or\", which no event has.",
                };
        }

        return refusal!;
    }

    private static PatternRefusal? Parse(ReadOnlySpan<byte> utf8, bool legacyOr, out PatternScope? scope, out IReadOnlyList<PatternWarning> warnings)
    {
        var parser = new PatternParser(utf8, legacyOr);
        warnings = [];
        try
        {
            scope = parser.Read();
        }
        catch (JsonException e)
        {
            scope = null;
            return TextPlace.Refuse(
                utf8, LineStart(utf8, e.LineNumber ?? 0) + (e.BytePositionInLine ?? 0), parser.Path,
                "This is not JSON: " + Reason(e), suggestion: null, awsReason: null);
        }
        catch (InvalidOperationException)
        {
            scope = null;
            return TextPlace.Refuse(
                utf8, parser.TokenStart, parser.Path, "This text is not valid Unicode: it holds half of a surrogate pair or bytes that are not UTF-8.",
                suggestion: null, awsReason: null);
        }

        warnings = parser.Warnings;
        return parser.Refusal;
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
