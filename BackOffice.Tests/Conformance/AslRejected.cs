using System.Text.Json;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Tests.Conformance;

/// <summary>Definitions that AWS refused are refused with its code, words and path.</summary>
[Trait("Category", "Conformance")]
[Collection(ConformanceTests.Name)]
public sealed class AslRejected(ConformanceReport report)
{
    [CorpusFact("asl-rejected.jsonl")]
    public void RefusedDefinitions_Read_GiveAwsWords()
    {
        var tally = report.Of("asl-rejected");
        foreach (var row in Corpora.Rows("asl-rejected.jsonl"))
        {
            var id = row.GetProperty("id").GetString() ?? "";
            var area = row.GetProperty("area").GetString() ?? "";
            var jsonata = row.GetRawText().Contains("JSONata\\\"", StringComparison.Ordinal);
            if (Skipped.Reason(id) is not null)
            {
                tally.Skip(area, jsonata);
                continue;
            }

            var problems = AslValidator.Validate(Definition(row));
            var message = "Invalid State Machine Definition: '" + string.Join(", ", problems.Where(p => p.Severity == DiagnosticSeverity.Error)) + "'";
            var expected = row.GetProperty("message").GetString();
            tally.Ran(id, area, jsonata, message == expected ? null : $"{message} instead of {expected}");
        }

        Assert.True(tally.Failures.Count == 0, string.Join('\n', tally.Failures));
        Assert.True(tally.Passed > 0);
    }

    /// <summary>TestState takes one state alone; it stands in a machine as AWS puts it there.</summary>
    private static string Definition(JsonElement row)
    {
        if (row.GetProperty("definition_text").GetString() is { } text)
            return text;
        var state = row.GetProperty("test_state").GetProperty("definition").GetString() ?? "";
        using var parsed = JsonDocument.Parse(state);
        return parsed.RootElement.TryGetProperty("States", out _) ? state : "{\"StartAt\":\"StateName\",\"States\":{\"StateName\":" + state + "}}";
    }
}
