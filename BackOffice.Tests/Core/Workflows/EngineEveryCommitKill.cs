using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Backends.Embedded.Workflows.Trial;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>
/// Recorded executions on the durable host, abandoned after commit 1, 2, 3 … and opened again from the database and log as they were then. The
/// history must come out as without the kill, to the last random number and time. KILL_ROWS says how many of the rows, or <c>all</c>.
/// </summary>
[Trait("Category", "Conformance")]
public sealed class EngineEveryCommitKill(ITestOutputHelper output)
{
    private const string Corpus = "asl-executions.jsonl";
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [CorpusFact(Corpus)]
    public async Task RecordedExecutions_KilledAfterEveryCommit_HistoryIsTheSame()
    {
        var lines = await File.ReadAllLinesAsync(Corpora.Find(Corpus) ?? throw new InvalidOperationException("No corpus."));
        var (rows, kills, refused, failures) = await RunAsync(Sample(lines, Environment.GetEnvironmentVariable("KILL_ROWS") ?? "150"));

        output.WriteLine($"{rows} recorded executions, {kills} kills, {failures.Count} differ, {refused} not run here");
        failures.ForEach(output.WriteLine);
        Assert.Empty(failures);
        Assert.True(kills > rows, "Nothing was killed.");
    }

#if DEBUG
    [Theory]
    [InlineData(SeededBugs.TimerNotStored)]
    [InlineData(SeededBugs.EventIdFromMemory)]
    public async Task SeededBug_IsNoticed(string bug)
    {
        const string Row =
            """
            {"id":"own","input":{},"expected_status":"SUCCEEDED","lambda_handlers":{},"activity_consumers":["BASE_ID_ACTIVITY_CONSUMER"],"definition":{"StartAt":"A","States":{
              "A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:111111111111:activity:a","Next":"W"},"W":{"Type":"Wait","Seconds":5,"End":true}}}}
            """;
        Assert.Empty((await RunAsync([Row])).Failures);
        SeededBugs.Plant(bug);

        Assert.Single((await RunAsync([Row])).Failures);
    }
#endif

    private static async Task<(int Rows, int Kills, int Refused, List<string> Failures)> RunAsync(IEnumerable<string> lines)
    {
        var failures = new List<string>();
        var (rows, kills, refused) = (0, 0, 0);
        foreach (var line in lines)
        {
            using var row = JsonDocument.Parse(line);
            var (killed, difference) = await RunAsync(row.RootElement);
            rows += killed is null ? 0 : 1;
            refused += killed is null ? 1 : 0;
            kills += killed ?? 0;
            if (difference is not null)
                failures.Add($"{row.RootElement.GetProperty("id")}: {difference}");
        }

        return (rows, kills, refused, failures);
    }

    /// <summary>Evenly over the file, always the same.</summary>
    private static IEnumerable<string> Sample(string[] lines, string size)
    {
        if (size == "all")
            return lines;
        var count = Math.Min(lines.Length, int.Parse(size, System.Globalization.CultureInfo.InvariantCulture));
        return Enumerable.Range(0, count).Select(i => lines[(int)((long)i * lines.Length / count)]);
    }

    /// <summary>How often it was killed, null when the engine does not run it; and the first difference.</summary>
    private static async Task<(int? Kills, string? Difference)> RunAsync(JsonElement row)
    {
        var folder = Directory.CreateTempSubdirectory("bo-kill-");
        try
        {
            var copies = new List<(string Folder, int Commits, DateTimeOffset At)>();
            var clock = new JumpingClock(s_start);
            var home = folder.CreateSubdirectory("0").FullName;
            var expected = await GoAsync(row, home, clock, 0, commits =>
            {
                var copy = folder.CreateSubdirectory(commits.ToString(System.Globalization.CultureInfo.InvariantCulture)).FullName;
                foreach (var file in (string[])[WorkflowOptions.FileName, WorkflowOptions.FileName + "-wal"])
                    File.Copy(Path.Combine(home, file), Path.Combine(copy, file));
                copies.Add((copy, commits, clock.Now));
            });
            if (expected is null)
                return (null, null);
            foreach (var (copy, commits, at) in copies)
            {
                var got = await GoAsync(row, copy, new JumpingClock(at), commits, _ => { }) ?? [];
                var place = Enumerable.Range(0, Math.Max(got.Length, expected.Length)).FirstOrDefault(i => got.ElementAtOrDefault(i) != expected.ElementAtOrDefault(i), -1);
                if (place >= 0)
                    return (commits, $"killed after commit {commits}: {got.ElementAtOrDefault(place)} instead of {expected.ElementAtOrDefault(place)}");
            }

            return (copies.Count, null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Installs, starts and drives the execution to its end, as far as that was not done before; its history, a line an event.</summary>
    private static async Task<string[]?> GoAsync(JsonElement row, string folder, JumpingClock clock, int commits, Action<int> afterCommit)
    {
        var options = new WorkflowOptions
        {
            File = Path.Combine(folder, WorkflowOptions.FileName),
            CreateIfMissing = true,
            // One seed a commit: a host that asks for one again, or for one too many after a kill, gets another.
            Seeds = () => commits * 7_919L,
            AfterCommit = () => afterCommit(++commits),
        };
        await using var engine = new EmbeddedWorkflows(options, clock, NullLogger<EmbeddedWorkflows>.Instance);
        await engine.StartAsync(CancellationToken.None);
        if (!(await engine.InstallAsync("machine", row.GetProperty("definition").GetRawText(), CancellationToken.None)).IsSuccess)
            return null;
        await engine.StartAsync("machine", "run", row.GetProperty("input").GetRawText(), CancellationToken.None);
        var ended = await new TrialDriver(engine, clock, task => Answer(row, task)).RunAsync("run", CancellationToken.None);
        var events = new List<string> { ended.IsSuccess ? Status(row, ended.Value) : ended.Error.Message };
        string? cursor = null;
        do
        {
            var page = (await engine.HistoryAsync("run", newestFirst: false, cursor, 1_000, CancellationToken.None)).Value;
            events.AddRange(page.Items.Select(e => e.ToString()));
            cursor = page.Next;
        }
        while (cursor is not null);
        return [.. events];
    }

    /// <summary>Ours, and whether AWS's was the same; Lambda's errors are known by name alone, so its status may be another with these stubs.</summary>
    private static string Status(JsonElement row, ExecutionDescription ended)
    {
        var recorded = row.GetProperty("expected_status").GetString() ?? "";
        if (row.GetProperty("lambda_handlers").EnumerateObject().Any())
            return ended.Status.ToString();
        Assert.True(recorded.Replace("_", "", StringComparison.Ordinal).Equals(ended.Status.ToString(), StringComparison.OrdinalIgnoreCase), $"{row.GetProperty("id")} ended {ended.Status}, recorded is {recorded}: {ended.Error} {ended.Cause}");
        return ended.Status.ToString();
    }

    private static Result<TrialAnswer> Answer(JsonElement row, TrialTask task)
    {
        var consumer = row.GetProperty("activity_consumers").EnumerateArray().Select(c => c.GetString()).FirstOrDefault()
            ?? row.GetProperty("lambda_handlers").EnumerateObject().Where(h => h.Name == task.Activity).Append(row.GetProperty("lambda_handlers").EnumerateObject().FirstOrDefault())
                .First().Value.GetString() ?? "";
        return consumer switch
        {
            "raise_exception" => new TrialFailure("Exception", """{"errorMessage":"Some exception was raised.","errorType":"Exception"}"""),
            "raise_custom_exception" => new TrialFailure("CustomException", """{"errorMessage":"CustomException message","errorType":"CustomException"}"""),
            "wait_60_seconds" => new TrialSilence(),
            "return_bytes_str" => new TrialOutput("\"\\\"HelloWorld!\\\"\""),
            "large_output_string" => new TrialOutput($"\"{new string('a', 200 * 1024)}\""),
            _ when consumer.EndsWith("FAIL", StringComparison.Ordinal) => new TrialFailure("Programmatic Error", task.InputJson),
            _ when consumer.EndsWith("TIMEOUT", StringComparison.Ordinal) => new TrialSilence(),
            _ => new TrialOutput(task.InputJson),
        };
    }
}
