using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Backends.Embedded.Workflows;

public sealed partial class EmbeddedWorkflows
{
    public async Task<ActivityTask?> GetTaskAsync(string activity, string worker, CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(cancellationToken).ConfigureAwait(false);
        var task = await _queues.TakeAsync(activity, options.GetTaskWait, clock, cancellationToken).ConfigureAwait(false);
        if (task is null)
            return null;
        return Take(parts, task, worker);
    }

    private static ActivityTask Take(Parts parts, OutstandingTask task, string worker)
    {
        parts.Engine.Taken(task, worker.Length == 0 ? null : worker);
        return new ActivityTask(
            task.Activity,
            parts.Tokens.Of(task.Key),
            HandOut(task),
            task.Input);
    }

    private static string HandOut(OutstandingTask task)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{task.Execution}/{task.Key.Scheduled}");
#if DEBUG
        if (SeededBugs.Is(SeededBugs.NewKeyAfterRestart))
            key += string.Create(CultureInfo.InvariantCulture, $"+{Environment.ProcessId}");
#endif
        return key;
    }

    public async Task<Result<Done>> SucceedAsync(string token, string outputJson, CancellationToken cancellationToken)
    {
        Json output;
        try
        {
            output = Json.Parse(outputJson);
        }
        catch (JsonException e)
        {
            return new Rejected("InvalidOutput", $"Invalid Output: '{e.Message}'");
        }

        if (TooLarge(outputJson))
            return await AnswerAsync(token, (engine, key) => engine.SucceedWithTooMuch(key), cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(token, (engine, key) => engine.Succeed(key, output), cancellationToken).ConfigureAwait(false);
    }

    public Task<Result<Done>> FailAsync(string token, string error, string? cause, CancellationToken cancellationToken)
    {
        // AWS takes 256 characters of an error and 32,768 of a cause.
        if (error.Length > 256 || cause?.Length > 32_768)
            return Task.FromResult<Result<Done>>(new Rejected("ValidationException", "An error has at most 256 characters, a cause 32,768."));
        return AnswerAsync(token, (engine, key) => engine.Fail(key, error.Length == 0 ? null : error, cause), cancellationToken);
    }

    public Task<Result<Done>> HeartbeatAsync(string token, CancellationToken cancellationToken) =>
        AnswerAsync(token, (engine, key) => engine.Heartbeat(key), cancellationToken);

    private async Task<Result<Done>> AnswerAsync(
        string token, Func<WorkflowEngine, TaskKey, Result<Done>> answer, CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(cancellationToken).ConfigureAwait(false);
        return parts.Tokens.TryRead(token, out var key)
            ? await AskAsync(engine => answer(engine, key), cancellationToken).ConfigureAwait(false)
            : new Rejected("InvalidToken", "Invalid Token: this engine did not give it out.");
    }
}
