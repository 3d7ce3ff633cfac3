using System.Text.Json;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Tests.Conformance;

/// <summary>Definitions that two public linters call valid or not: the validator agrees. What it does not run it calls valid and gives the reason.</summary>
[Trait("Category", "Conformance")]
[Collection(ConformanceTests.Name)]
public sealed class AslValidity(ConformanceReport report)
{
    [CorpusFact("asl-validity.jsonl")]
    public void Definitions_ValidOrNot_AreJudgedAsByTheLinters()
    {
        var tally = report.Of("asl-validity");
        foreach (var row in Corpora.Rows("asl-validity.jsonl"))
        {
            var id = row.GetProperty("id").GetString() ?? "";
            var text = row.GetProperty("definition_text").GetString() ?? row.GetProperty("definition").GetRawText();
            if (row.GetRawText().Contains("\"JSONata\"", StringComparison.Ordinal))
            {
                // Counted apart: refused here, whatever they are.
                if (AslReader.Read(text).Definition is null)
                    tally.Skip(id.Split('/')[0], jsonata: true);
                else
                    tally.Ran(id, id.Split('/')[0], jsonata: true, "not refused");
                continue;
            }

            tally.Ran(id, id.Split('/')[0], jsonata: false, Difference(text, row.GetProperty("valid").GetBoolean()));
        }

        Assert.True(tally.Failures.Count == 0, string.Join('\n', tally.Failures));
        Assert.True(tally.Passed > 0);
    }

    private static string? Difference(string text, bool valid)
    {
        var problems = AslValidator.Validate(text);
        var errors = problems.Where(p => p.Severity == DiagnosticSeverity.Error).ToArray();
        if (valid)
            return errors.Length == 0 ? null : "valid, but " + errors[0];
        return errors.Length > 0 && Array.TrueForAll(errors, e => e.Code.Length > 0 && e.Line > 0 && e.Column > 0) ? null : "not valid, and no error was found";
    }
}
