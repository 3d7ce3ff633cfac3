using System.Text.Json;
using BackOffice.Cli;
using BackOffice.Hosting;

namespace BackOffice.Tests.Http;

/// <summary>The verbs that need no server: workflow run, workflow validate, bench engine.</summary>
public sealed class WorkflowVerbTests : IDisposable
{
    private const string Stubs =
        """
        { "Fraud scan": { "0": { "Throw": { "Error": "Gateway.Busy", "Cause": "Later." } }, "1-3": { "Return": { "verdict": "review" } } },
          "hold-for-review": { "Return": "approved" }, "authorise-payment": { "Return": {} }, "issue-vouchers": { "Return": {} },
          "capture-payment": { "Return": {} }, "notify-customer": { "Return": {} } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bo-verb-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_ShippedDefinitionWithStubs_PrintsStatusOutputAndHistory()
    {
        var (exitCode, output, errors) = await RunAsync(
            "workflow", "run", "instant-voucher", "--input", Write("in.json", """{"order":"GC-1"}"""), "--stubs", Write("stubs.json", Stubs));

        Assert.True(exitCode == ExitCodes.Success, errors);
        using var printed = JsonDocument.Parse(output);
        Assert.Equal("SUCCEEDED", printed.RootElement.GetProperty("status").GetString());
        Assert.Equal("approved", printed.RootElement.GetProperty("output").GetProperty("review").GetString());
        var types = printed.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()).ToList();
        Assert.Equal(["ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivityFailed", "ActivityScheduled"], types[..6]);
        Assert.Equal("ExecutionSucceeded", types[^1]);
    }

    [Fact]
    public async Task Run_ExecutionFails_EndsWithItsOwnCodeAndPrintsTheError()
    {
        var stubs = Write("stubs.json", """{"work":{"Throw":{"Error":"Card.Declined","Cause":"No."}}}""");

        var (exitCode, output, _) = await RunAsync("workflow", "run", Write("one.asl.json", OneTask("")), "--input", Write("in.json", "{}"), "--stubs", stubs);

        Assert.Equal(ExitCodes.ExecutionFailed, exitCode);
        using var printed = JsonDocument.Parse(output);
        Assert.Equal(("FAILED", "Card.Declined", "No."), (
            printed.RootElement.GetProperty("status").GetString(), printed.RootElement.GetProperty("error").GetString(), printed.RootElement.GetProperty("cause").GetString()));
        Assert.False(printed.RootElement.TryGetProperty("output", out _));
    }

    [Fact]
    public async Task Run_WaitsAndTimeouts_TakeNoTimeAndStandInTheHistory()
    {
        var definition = Write("waits.asl.json",
            """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":86400,"Next":"A"},"A":{"Type":"Task","Resource":"${activity:work}","TimeoutSeconds":3600,"End":true}}}""");

        var (exitCode, output, _) = await RunAsync(
            "workflow", "run", definition, "--input", Write("in.json", "{}"), "--stubs", Write("stubs.json", """{"A":{"Silence":true}}"""));

        Assert.Equal(ExitCodes.ExecutionFailed, exitCode);
        using var printed = JsonDocument.Parse(output);
        Assert.Equal("States.Timeout", printed.RootElement.GetProperty("error").GetString());
        var times = printed.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("timestamp").GetDateTimeOffset()).ToList();
        Assert.Equal(TimeSpan.FromHours(25), times[^1] - times[0]);
    }

    [Theory]
    [InlineData("{", "{}", null, "InvalidExecutionInput|Input")]
    [InlineData("{}", "{", null, "cannot be read")]
    [InlineData("{}", "[]", null, "cannot be read")]
    [InlineData("{}", """{"work":{}}""", null, "cannot be read")]
    [InlineData("{}", """{"work":{"Return":1,"Throw":{}}}""", null, "'Return' is none of")]
    [InlineData("{}", """{"work":{"2-1":{"Return":1}}}""", null, "'2-1' is none of")]
    [InlineData("{}", """{"work":{"Throw":{"Error":1}}}""", null, "both texts")]
    [InlineData("{}", """{"wrok":{"Return":1}}""", null, "no activity named 'wrok'")]
    [InlineData("{}", "{}", null, "no stub answers")]
    [InlineData("{}", """{"work":{"0":{"Throw":{"Error":"Busy"}}}}""", null, "no answer for visit 1")]
    [InlineData("{}", """{"work":{"Silence":true}}""", null, "nothing will happen there any more")]
    [InlineData("{}", """{"work":{"Return":1}}""", """{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}""", "MISSING_TRANSITION_TARGET")]
    [InlineData("{}", """{"work":{"Return":1}}""", "{", "INVALID_JSON_DESCRIPTION")]
    public async Task Run_SomethingIsWrong_IsRefusedAndSaysWhat(string input, string stubs, string? definition, string says)
    {
        var asl = definition ?? OneTask(",\"Retry\":[{\"ErrorEquals\":[\"Busy\"]}]");

        var (exitCode, output, errors) = await RunAsync(
            "workflow", "run", Write("d.asl.json", asl), "--input", Write("in.json", input), "--stubs", Write("stubs.json", stubs));

        Assert.Equal(ExitCodes.Refused, exitCode);
        Assert.Contains(says.Split('|')[^1], errors, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("workflow", "run", "no-such-definition", "--input", "IN")]
    [InlineData("workflow", "run", "instant-voucher", "--input", "/nowhere/in.json")]
    [InlineData("workflow", "run", "instant-voucher", "--input", "IN", "--stubs", "/nowhere/stubs.json")]
    [InlineData("workflow", "run", "instant-voucher")]
    [InlineData("workflow", "validate", "/nowhere/definition.asl.json")]
    [InlineData("workflow", "validate")]
    [InlineData("workflow", "vallidate", "instant-voucher")]
    [InlineData("workflow", "history")]
    [InlineData("bench", "engine", "--orders", "0")]
    [InlineData("bench", "engine", "--concurrency", "-1")]
    [InlineData("bench", "engin")]
    public async Task WrongArguments_EndWithUsage(params string[] args)
    {
        var input = Write("in.json", "{}");

        Assert.Equal(ExitCodes.Usage, (await RunAsync([.. args.Select(arg => arg == "IN" ? input : arg)])).ExitCode);
    }

    [Fact]
    public async Task Validate_GoodAndBad_CodesPathsAndExitCode()
    {
        var good = await RunAsync("workflow", "validate", "instant-voucher");
        var file = Write("bad.asl.json", """{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}""");
        var bad = await RunAsync("workflow", "validate", file);
        var json = await RunAsync("workflow", "validate", file, "--json");

        Assert.Equal((ExitCodes.Success, "Valid."), (good.ExitCode, good.Output.Trim()));
        Assert.Equal(ExitCodes.Refused, bad.ExitCode);
        Assert.Contains("MISSING_TRANSITION_TARGET", bad.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Refused, json.ExitCode);
        using var printed = JsonDocument.Parse(json.Output);
        Assert.Contains(printed.RootElement.EnumerateArray(), p => p.GetProperty("code").GetString() == "MISSING_TRANSITION_TARGET" && p.GetProperty("path").GetString() == "/States/A/Next");
    }

    [Fact]
    public async Task BenchEngine_Small_PrintsRatesBesideTheRawLimitAndLeavesNothing()
    {
        // The repository's disk: a temporary folder may be memory, which the bench refuses.
        var parent = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "bench-" + Guid.NewGuid().ToString("N")[..8]));
        try
        {
            var (exitCode, output, errors) = await RunAsync("bench", "engine", "--orders", "40", "--concurrency", "8", "--json", "--data", Path.Combine(parent.FullName, "data"));

            Assert.True(exitCode == ExitCodes.Success, errors);
            using var printed = JsonDocument.Parse(output);
            Assert.Equal(40, printed.RootElement.GetProperty("fullSpeed").GetProperty("executions").GetInt32());
            Assert.True(printed.RootElement.GetProperty("ratioToRaw").GetDouble() > 0);
            Assert.True(printed.RootElement.GetProperty("transitionsACommit").GetDouble() >= 1);
            Assert.Equal(4, printed.RootElement.GetProperty("memoryMb").EnumerateArray().Count(mb => mb.GetDouble() > 0));
            Assert.Empty(parent.GetFileSystemInfos());
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    private static string OneTask(string more) => """{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${activity:work}","End":true""" + more + "}}}";

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await CommandLine.RunAsync(args, errors, output);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
