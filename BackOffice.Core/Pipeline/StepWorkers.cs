using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Pipeline;

/// <summary>Takes the workflow's tasks, does their steps and answers. The same code serves the embedded engine and Step Functions.</summary>
public sealed partial class StepWorkers(
    IActivityTasks tasks, IEnumerable<IStep> steps, PipelineOptions options, TimeProvider clock, ILogger<StepWorkers> logger) : BackgroundService
{
    /// <summary>A third of the definition's HeartbeatSeconds.</summary>
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        from step in steps
        from worker in Enumerable.Range(1, options.WorkersPerStep)
        select Loops.RunAsync(
            $"{step.Name} worker {worker}", token => WorkAsync(step, $"{step.Name}-{worker}", token), logger, clock, stoppingToken));

    private async Task WorkAsync(IStep step, string worker, CancellationToken stoppingToken)
    {
        var task = await tasks.GetTaskAsync(step.Name, worker, stoppingToken).ConfigureAwait(false);
        if (task is not null)
            await AnswerAsync(step, task, stoppingToken).ConfigureAwait(false);
    }

    internal async Task AnswerAsync(IStep step, ActivityTask task, CancellationToken stoppingToken)
    {
        var input = ReadInput(task.InputJson);
        if (input is null)
        {
            await tasks.FailAsync(task.Token, ErrorCodes.OrderInvalid, "The task's input names no order.", stoppingToken).ConfigureAwait(false);
            return;
        }

        var context = new StepContext(new OrderId(input.Order), input.Refund ?? Payments.EffectKey.Checkout, input.Execution, task.HandOut, task.Token);
        var run = step.RunAsync(context, stoppingToken);
        while (!run.IsCompleted)
        {
            try
            {
                await run.WaitAsync(s_heartbeat, clock, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!run.IsCompleted)
            {
                await tasks.HeartbeatAsync(task.Token, CancellationToken.None).ConfigureAwait(false);
            }
        }

        // The outcome is on disk; telling the engine is not given up because the program stops.
        var answered = await run.ConfigureAwait(false) switch
        {
            StepDone done => await tasks.SucceedAsync(task.Token, done.OutputJson, CancellationToken.None).ConfigureAwait(false),
            StepFailed failed => await tasks.FailAsync(task.Token, failed.Code, failed.Message, CancellationToken.None).ConfigureAwait(false),
            StepWaits => Done.Value,
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no outcome of a step."),
        };
        if (!answered.IsSuccess)
            LogNotAnswered(logger, step.Name, input.Order, answered.Error.Code);
    }

    private static StepInput? ReadInput(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PipelineJson.Default.StepInput) is { Order: not null, Execution: not null } input ? input : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(1010, LogLevel.Information, "The engine did not take the answer of {Step} for order {Order}: {Code}")]
    private static partial void LogNotAnswered(ILogger logger, string step, string order, string code);
}
