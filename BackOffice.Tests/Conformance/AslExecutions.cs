using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Tests.Conformance;

/// <summary>Every recorded execution in JSONPath comes out as on AWS: status, output, error, and where recorded every event of its history.</summary>
[Trait("Category", "Conformance")]
[Collection(ConformanceTests.Name)]
public sealed class AslExecutions(ConformanceReport report)
{
    [CorpusFact("asl-executions.jsonl")]
    public void RecordedExecutions_RunHere_EndAsOnAws()
    {
        var tally = report.Of("asl-executions");
        foreach (var row in Corpora.Rows("asl-executions.jsonl"))
        {
            var id = row.GetProperty("id").GetString() ?? "";
            var area = row.GetProperty("area").GetString() ?? "";
            var jsonata = row.GetProperty("features").EnumerateArray().Any(f => f.GetString() == "JSONata");
            if (jsonata && AslReader.Read(row.GetProperty("definition").GetRawText()).Definition is null)
            {
                // Counted apart: refused when it would be installed.
                tally.Skip(area, jsonata);
                continue;
            }

            if (Skipped.Reason(id) is not null)
            {
                tally.Skip(area, jsonata);
                continue;
            }

            string? difference;
            try
            {
                difference = ExecutionCase.Difference(row);
            }
            catch (Exception e)
            {
                difference = e.ToString();
            }

            tally.Ran(id, area, jsonata, difference);
        }

        Assert.True(tally.Failures.Count == 0, string.Join('\n', tally.Failures));
        Assert.True(tally.Passed > 0);
    }
}
