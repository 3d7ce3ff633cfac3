using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using Xunit.Abstractions;

namespace BackOffice.Tests.Conformance;

/// <summary>Every recorded pattern must be taken or refused, and match or not, as on AWS; where AWS's reason was recorded, ours is the same text.</summary>
[Trait("Category", "Conformance")]
public sealed class EventPatterns(ITestOutputHelper output)
{
    private const string AwsReasonBegins = "Event pattern is not valid. Reason: ";

    /// <summary>Ids of rows that are not run, each with the reason. A row that is here and passes fails the test.</summary>
    private static readonly Dictionary<string, string> s_skipped = new(StringComparer.Ordinal);

    [CorpusFact("event-patterns.jsonl")]
    public void RecordedPatterns_ReadAndMatched_AreAsOnAws()
    {
        var failures = new List<string>();
        var unneeded = new List<string>();
        var counts = new SortedDictionary<string, (int Passed, int Failed, int Skipped)>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Corpora.Find("event-patterns.jsonl") ?? throw new InvalidOperationException("No corpus.")))
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            var id = row.GetProperty("id").GetString() ?? "";
            var level = row.GetProperty("level").GetString() ?? "";
            var (passed, failed, skipped) = counts.GetValueOrDefault(level);
            var difference = Difference(row);
            if (s_skipped.ContainsKey(id))
            {
                skipped++;
                if (difference is null)
                    unneeded.Add(id);
            }
            else if (difference is null)
            {
                passed++;
            }
            else
            {
                failed++;
                failures.Add($"{id}: {difference}");
            }

            counts[level] = (passed, failed, skipped);
        }

        output.WriteLine($"event-patterns: {counts.Values.Sum(c => c.Passed)} passed, {counts.Values.Sum(c => c.Failed)} failed, {counts.Values.Sum(c => c.Skipped)} skipped");
        foreach (var (level, (passed, failed, skipped)) in counts)
            output.WriteLine($"  {level,-8} {passed,4} passed, {failed} failed, {skipped} skipped");
        foreach (var (id, reason) in s_skipped)
            output.WriteLine($"  skipped {id}: {reason}");
        foreach (var failure in failures)
            output.WriteLine(failure);

        Assert.NotEmpty(counts);
        Assert.Empty(failures);
        Assert.Empty(unneeded);
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
