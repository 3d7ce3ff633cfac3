using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Pipeline;

/// <summary>Alone writes the Workflow axis from the engine's status changes: a cursor over the engine's log, applied as often as need be.</summary>
public sealed partial class Projector(
    IStore store, OrderWriter orders, IWorkflows workflows, PipelineOptions options, TimeProvider clock, ILogger<Projector> logger) : BackgroundService
{
    private const string Reader = "projector";
    private static readonly Rejected s_unchanged = new("projector.unchanged", "Nothing to write.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? position = null;
        await Loops.RunAsync(
            "projector",
            async token =>
            {
                position ??= await store.PositionAsync(Reader, token).ConfigureAwait(false);
                position = await ProjectAsync(position.Value, token).ConfigureAwait(false);
            },
            logger,
            clock,
            stoppingToken).ConfigureAwait(false);
    }

    /// <summary>Applies what the log holds after the position and returns the new one.</summary>
    internal async Task<long> ProjectAsync(long position, CancellationToken cancellationToken)
    {
        var changes = await workflows.StatusChangesAsync(position, 1_000, cancellationToken).ConfigureAwait(false);
        if (changes.Count == 0)
        {
            await Loops.PauseAsync(TimeSpan.FromMilliseconds(50), clock, cancellationToken).ConfigureAwait(false);
            return position;
        }

        // Of several changes of one execution only the newest says how it stands.
        var newest = changes.GroupBy(change => change.Execution).Select(group => group.Last());
        await Parallel.ForEachAsync(
            newest,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken },
            async (change, token) =>
            {
                try
                {
                    await ApplyAsync(change, token).ConfigureAwait(false);
                }
                catch (Exception damage) when (Loops.IsDamage(damage))
                {
                    LogDamaged(logger, damage, change.Execution);
                }
            }).ConfigureAwait(false);
        await store.SetPositionAsync(Reader, changes[^1].Sequence, cancellationToken).ConfigureAwait(false);
        return changes[^1].Sequence;
    }

    internal async Task ApplyAsync(ExecutionStatusChange change, CancellationToken cancellationToken)
    {
        if (OrderOf(change.Execution) is not { } order)
            return;
        var written = await orders.ChangeAsync(order, draft => Apply(draft, change), cancellationToken).ConfigureAwait(false);
        if (!written.IsSuccess && written.Error is not (NotFound or Rejected))
            throw new IOException($"The status of {change.Execution} could not be written: {written.Error.Message}");
    }

    private Error? Apply(OrderDraft draft, ExecutionStatusChange change)
    {
        var head = draft.Head;
        if (head.Route.Execution != change.Execution || head.Route.Owner != change.Execution)
            return s_unchanged;
        // Read again after a crash, or older than the resume that is pending: the order is further than this line.
        if (change.RedriveCount < head.Route.Redrives || (head.Resume is not null && change.RedriveCount <= head.Route.Redrives))
            return s_unchanged;
        var now = clock.GetUtcNow();
        draft.Head = head = head with { Resume = null, Route = head.Route with { Redrives = change.RedriveCount } };
        switch (change.Status)
        {
            case ExecutionStatus.Running:
                if (head.Workflow is WorkflowStatus.Running)
                    return s_unchanged;
                draft.Head = head with
                {
                    Workflow = WorkflowStatus.Running,
                    NextLookupAt = head.UnknownEffects > 0 ? head.NextLookupAt : null,
                    Attention = head.Attention is AttentionStatus.NeedsAgent or AttentionStatus.NeedsOps && head.Fraud is not FraudStatus.Held
                        ? AttentionStatus.None
                        : head.Attention,
                };
                return null;
            case ExecutionStatus.Succeeded:
                Fallback.Succeeded(draft, now);
                return null;
            case ExecutionStatus.Failed or ExecutionStatus.TimedOut:
                Fallback.Failed(draft, change.Error, change.Cause, StepOf(change.FailedState) ?? head.Step?.Name, options, now);
                return null;
            case ExecutionStatus.Aborted:
                Fallback.Failed(draft, ErrorCodes.OrderCancelled, change.Cause ?? "The execution was stopped.", head.Step?.Name, options, now);
                return null;
            default:
                throw new InvalidOperationException($"{change.Status} is no status of an execution.");
        }
    }

    /// <summary>The order of an execution's name, <c>GC-…-2</c>; null for the executions of something else.</summary>
    internal static OrderId? OrderOf(string execution)
    {
        var dash = execution.LastIndexOf('-');
        return dash > 0 && int.TryParse(execution.AsSpan(dash + 1), out _) ? new OrderId(execution[..dash]) : null;
    }

    /// <summary>The shipped definitions name a state by its step: <c>AuthorisePayment</c> is <c>authorise-payment</c>.</summary>
    private static string? StepOf(string? state) =>
        state is null ? null : StepNames.WithMiles.FirstOrDefault(step => step.Replace("-", "", StringComparison.Ordinal).Equals(state.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(1040, LogLevel.Error, "The order of execution {Execution} cannot be read; its status is passed over")]
    private static partial void LogDamaged(ILogger logger, Exception damage, string execution);
}
