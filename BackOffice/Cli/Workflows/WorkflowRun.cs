using System.CommandLine;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Core.Backends.Embedded.Workflows.Trial;
using BackOffice.Core.Workflows;
using BackOffice.Hosting;

namespace BackOffice.Cli.Workflows;

/// <summary><c>workflow run</c>: one execution on an engine of its own, with stubs for its tasks. No server, no data folder, no waiting.</summary>
internal static class WorkflowRun
{
    public static Command Build()
    {
        var definition = DefinitionSource.Argument("DEFINITION");
        var input = new Option<FileInfo>("--input") { Description = "The execution's input: a file of JSON.", HelpName = "FILE", Required = true };
        var stubs = new Option<FileInfo>("--stubs") { Description = "Answers for its tasks: a file of JSON, see docs/workflows.md.", HelpName = "FILE" };
        input.AcceptExistingOnly();
        stubs.AcceptExistingOnly();
        var command = new Command(
            "run", $"Run a definition once, at once, and print status, output and history as JSON. Ends with {ExitCodes.ExecutionFailed} when the execution did not succeed.")
        {
            definition, input, stubs,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetRequiredValue(definition), parsed.GetRequiredValue(input), parsed.GetValue(stubs), parsed.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        DefinitionSource definition, FileInfo input, FileInfo? stubsFile, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        if (DefinitionCheck.Of(definition.Asl) is var findings && !DefinitionCheck.CanBeInstalled(findings))
        {
            WorkflowValidate.Print(findings, streams.Error);
            return ExitCodes.Refused;
        }

        var stubs = StubFile.Empty;
        if (stubsFile is not null)
        {
            var read = StubFile.Parse(await File.ReadAllTextAsync(stubsFile.FullName, cancellationToken));
            if (!read.IsSuccess)
                return await RefuseAsync(streams.Error, read.Error.Message);
            stubs = read.Value;
            if (stubs.Unknown(definition.Asl).ToList() is { Count: > 0 } unknown)
                return await RefuseAsync(streams.Error, $"The definition has no state and no activity named {string.Join(", ", unknown.Select(name => $"'{name}'"))}.");
        }

        var outcome = await WorkflowTrial.RunAsync(
            definition.Name, definition.Asl, await File.ReadAllTextAsync(input.FullName, cancellationToken), stubs.Answer, TimeProvider.System.GetUtcNow(), cancellationToken);
        if (!outcome.IsSuccess)
            return await RefuseAsync(streams.Error, outcome.Error.Message);
        Write(outcome.Value, streams.Output);
        return outcome.Value.Execution.Status is ExecutionStatus.Succeeded ? ExitCodes.Success : ExitCodes.ExecutionFailed;
    }

    private static async Task<int> RefuseAsync(TextWriter errors, string why)
    {
        await errors.WriteLineAsync(why);
        return ExitCodes.Refused;
    }

    /// <summary>The members of DescribeExecution, then <c>events</c> of GetExecutionHistory. Output is JSON, not text that holds JSON.</summary>
    private static void Write(TrialOutcome outcome, TextWriter text)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("status", AwsName(outcome.Execution.Status));
            if (outcome.Execution.Output is { } output)
            {
                json.WritePropertyName("output");
                using var parsed = JsonDocument.Parse(output);
                parsed.RootElement.WriteTo(json);
            }

            if (outcome.Execution.Error is { } error)
                json.WriteString("error", error);
            if (outcome.Execution.Cause is { } cause)
                json.WriteString("cause", cause);
            json.WriteStartArray("events");
            foreach (var item in outcome.History)
                HistoryJson.Write(json, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        text.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static string AwsName(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Running => "RUNNING",
        ExecutionStatus.Succeeded => "SUCCEEDED",
        ExecutionStatus.Failed => "FAILED",
        ExecutionStatus.TimedOut => "TIMED_OUT",
        ExecutionStatus.Aborted => "ABORTED",
    };
}
