using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;

namespace BackOffice.Tests.Conformance;

/// <summary>Every recorded pattern must be taken or refused, and match or not, as on AWS; where AWS's reason was recorded, ours is the same text.</summary>
[Trait("Category", "Conformance")]
[Collection(ConformanceTests.Name)]
public sealed class EventPatterns(ConformanceReport report)
{
    private const string AwsReasonBegins = "Event pattern is not valid. Reason: ";

    [CorpusFact("event-patterns.jsonl")]
    public void RecordedPatterns_ReadAndMatched_AreAsOnAws()
    {
        var tally = report.Of("event-patterns");
        foreach (var row in Corpora.Rows("event-patterns.jsonl"))
            tally.Ran(row.GetProperty("id").GetString() ?? "", row.GetProperty("level").GetString() ?? "", Difference(row));

        Assert.True(tally.Failures.Count == 0, string.Join('\n', tally.Failures));
        Assert.True(tally.Passed > 0);
    }

    private static string? Difference(JsonElement row)
    {
        var text = row.GetProperty("pattern").GetString() ?? "";
        var json = row.GetProperty("event").GetString() is { } written ? Encoding.UTF8.GetBytes(written) : null;
        var expected = row.GetProperty("expected");
        var parsed = EventPattern.Parse(text);
        if (expected.ValueKind is JsonValueKind.String)
        {
            return expected.GetString() switch
            {
                "valid" => parsed.IsSuccess ? null : $"refused: {parsed.Error}",
                "exception" => Refusal(text, parsed, row.GetProperty("note").GetString() ?? ""),
                "event-exception" => EventEnvelope.Missing(json ?? []) is { IsSuccess: true, Value.Count: 0 } ? "the event was taken" : null,
                "or-legacy" => LegacyOr(text, parsed),
                var other => $"unknown expectation {other}",
            };
        }

        if (parsed.Error is not null)
            return $"refused: {parsed.Error}";
        var matched = parsed.Value.Matches(json ?? []);
        if (!matched.IsSuccess)
            return $"no answer: {matched.Error}";
        if (matched.Value != expected.GetBoolean())
            return $"expected {expected}, was {matched.Value}";
        var explained = parsed.Value.Explain(json ?? []);
        return explained.IsSuccess && explained.Value.Matched == matched.Value ? null : "the explanation says otherwise";
    }

    private static string? Refusal(string text, Result<EventPattern> parsed, string note)
    {
        if (parsed.Error is not PatternRefusal refusal)
            return "it was taken";
        if (EventPattern.Parse(text, PatternReading.Existing).IsSuccess)
            return "the reader of existing rules takes it";
        var begins = note.IndexOf(AwsReasonBegins, StringComparison.Ordinal);
        if (begins < 0)
            return null;
        var reason = note[(begins + AwsReasonBegins.Length)..note.LastIndexOf(" validated", StringComparison.Ordinal)];
        return reason == refusal.AwsReason ? null : $"AWS says \"{reason}\", we say \"{refusal.AwsReason}\"";
    }

    private static string? LegacyOr(string text, Result<EventPattern> strict)
    {
        if (strict.Error is not PatternRefusal)
            return "the editor takes it";
        var existing = EventPattern.Parse(text, PatternReading.Existing);
        return existing is { IsSuccess: true, Value.HasLegacyOr: true } ? null : $"the reader of existing rules does not take it: {existing.Error}";
    }
}
