using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Pipeline;

/// <summary>
/// Reads order notifications, claims each order and starts its workflow, or leaves it to the batch jobs. Owner, epoch and execution name are committed before
/// the start; the message is acknowledged last, so a second delivery finds the owner and repeats the start.
/// </summary>
public sealed partial class Dispatcher(
    IQueues queues, OrderWriter orders, IWorkflows workflows, PipelineOptions options, TimeProvider clock, ILogger<Dispatcher> logger)
    : BackgroundService
{
    private static readonly Rejected s_notMine = new("dispatch.not-mine", "Nothing to claim.");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Loops.RunAsync("outbox relay", RelayAsync, logger, clock, stoppingToken),
        Loops.RunAsync("dispatcher", DispatchAsync, logger, clock, stoppingToken));

    private async Task RelayAsync(CancellationToken cancellationToken)
    {
        if (await queues.RelayAsync(Topics.OrderNotifications, 500, cancellationToken).ConfigureAwait(false) == 0)
            await queues.WaitForOutboxAsync(Topics.OrderNotifications, TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
    }

    private async Task DispatchAsync(CancellationToken cancellationToken)
    {
        var messages = await queues.ReceiveAsync(Topics.OrderNotifications, 4 * options.Parallel, options.DispatchVisibility, cancellationToken).ConfigureAwait(false);
        var done = new System.Collections.Concurrent.ConcurrentBag<QueueMessage>();
        await Parallel.ForEachAsync(
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken },
            async (message, token) =>
            {
                var error = await TryAsync(message, token).ConfigureAwait(false);
                if (error is null)
                {
                    done.Add(message);
                    return;
                }

                LogFailed(logger, message.Key, message.Receives, error.Code, error.Message);
                await queues.ReleaseAsync(
                    Topics.OrderNotifications, message, TimeSpan.FromSeconds(Math.Min(60, 1 << message.Receives)), options.DispatchTries, error.Message, token)
                    .ConfigureAwait(false);
            }).ConfigureAwait(false);
        if (!done.IsEmpty)
            await queues.AcknowledgeAsync(Topics.OrderNotifications, [.. done], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A message that cannot be processed goes back with its reason, and in the end to the dead letters; its neighbours go on.</summary>
    private async Task<Error?> TryAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await DispatchOneAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new Unavailable("dispatch.failed", $"{failure.GetType().Name}: {failure.Message}");
        }
    }

    /// <summary>Null when the message is done with.</summary>
    internal async Task<Error?> DispatchOneAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        OrderInput? input;
        try
        {
            input = JsonSerializer.Deserialize(message.Body.Span, PipelineJson.Default.OrderInput);
        }
        catch (JsonException malformed)
        {
            return new Invalid("body", $"The notification is not JSON: {malformed.Message}");
        }

        if (input?.Order is not { Length: > 0 } id)
            return new Invalid("order", "The notification names no order.");
        var order = new OrderId(id);
        var (execution, definition) = ((string?)null, "");
        var claimed = await orders.ChangeAsync(
            order,
            draft =>
            {
                definition = DefinitionOf(draft.Head);
                return Claim(draft, out execution);
            },
            cancellationToken).ConfigureAwait(false);
        if (!claimed.IsSuccess && !ReferenceEquals(claimed.Error, s_notMine))
            return claimed.Error;
        if (execution is null)
            return null;
        var started = await workflows.StartAsync(definition, execution, InputOf(order), cancellationToken).ConfigureAwait(false);
        return started.IsSuccess || started.Error is Conflict { Code: "ExecutionAlreadyExists" } ? null : started.Error;
    }

    /// <summary>The workflow that this order takes.</summary>
    internal static string DefinitionOf(OrderHead order) => order.TakesMiles ? ShippedDefinitions.MilesVoucher : ShippedDefinitions.InstantVoucher;

    internal static string InputOf(OrderId order) => JsonSerializer.Serialize(new OrderInput(order.Value), PipelineJson.Default.OrderInput);

    private Error? Claim(OrderDraft draft, out string? execution)
    {
        var head = draft.Head;
        var name = head.Id.Value + "-1";
        execution = head.Route.Owner == name && head.Workflow is WorkflowStatus.Queued ? name : null;
        if (head.Route.Path is not OrderPath.Instant || head.IsFinal || head.Route.Owner is not null || head.Workflow is not WorkflowStatus.Queued
            || head.Route.BatchStage is not null)
            return s_notMine;
        var now = clock.GetUtcNow();
        var claimed = Lease.Claim(head, name, now, options.Lease);
        draft.Head = claimed with { Route = claimed.Route with { Execution = name, Runs = 1 } };
        draft.AddKey(KeyClasses.Execution, name);
        execution = name;
        return null;
    }

    [LoggerMessage(1001, LogLevel.Warning, "Order {Order} was not dispatched at delivery {Delivery}: {Code} {Reason}")]
    private static partial void LogFailed(ILogger logger, string order, int delivery, string code, string reason);
}
