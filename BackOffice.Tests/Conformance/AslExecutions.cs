using System.Text.Json;
using Xunit.Abstractions;

namespace BackOffice.Tests.Conformance;

/// <summary>Every recorded execution that uses only what the engine runs must come out as on AWS; the others are counted with their reason.</summary>
[Trait("Category", "Conformance")]
public sealed class AslExecutions(ITestOutputHelper output)
{
    [CorpusFact("asl-executions.jsonl")]
    public void RecordedExecutions_RunHere_EndAsOnAws()
    {
        var failures = new List<string>();
        var passed = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var skipped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Corpora.Find("asl-executions.jsonl") ?? throw new InvalidOperationException("No corpus.")))
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            if (ExecutionCase.Refused(row) is { } reason)
            {
                var why = reason.Split(" at /")[0];
                why = why.Contains("resource", StringComparison.Ordinal) ? "UNSUPPORTED_BY_ENGINE: Resource" : why;
                skipped[why] = skipped.GetValueOrDefault(why) + 1;
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

            var area = row.GetProperty("area").GetString() ?? "";
            if (difference is null)
                passed[area] = passed.GetValueOrDefault(area) + 1;
            else
                failures.Add($"{row.GetProperty("id")}: {difference}");
        }

        output.WriteLine($"asl-executions: {passed.Values.Sum()} passed, {failures.Count} failed, {skipped.Values.Sum()} skipped");
        foreach (var (area, count) in passed)
            output.WriteLine($"  passed {count,4}  {area}");
        foreach (var (reason, count) in skipped)
            output.WriteLine($"  skipped {count,3}  {reason}");
        foreach (var failure in failures)
            output.WriteLine(failure);

        Assert.Empty(failures);
        Assert.All(skipped.Keys, reason => Assert.StartsWith("UNSUPPORTED_BY_ENGINE", reason, StringComparison.Ordinal));
    }
}
