using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Orders;

/// <summary>A person's retry: looks up what is unknown, redrives from the failed step, starts a new run, or hands the order to the next batch.</summary>
public sealed class RetryOrders(
    OrderWriter orders, IWorkflows workflows, Resume resume, Reconciler reconciler, TimeProvider clock)
{
    public async Task<Result<RetryCheck>> CheckAsync(OrderId order, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        if (draft is null)
            return new NotFound("order.not-found", $"There is no order {order}.");
        var execution = draft.Head.Route.Execution is { } name ? await workflows.DescribeAsync(name, cancellationToken).ConfigureAwait(false) : null;
        var newest = execution is null ? null : await workflows.DefinitionAsync(execution.Definition, null, cancellationToken).ConfigureAwait(false);
        var mode = Blocked(draft.Head) is null && draft.Head.UnknownEffects == 0
            ? await resume.ModeAsync(draft.Head, cancellationToken).ConfigureAwait(false)
            : RetryMode.LookUp;
        return RetryChecks.Of(draft, mode, Blocked(draft.Head), execution, newest);
    }

    public async Task<Result<CommandOutcome>> RetryAsync(RetryOrder command, Actor actor, CancellationToken cancellationToken)
    {
        var seen = await orders.ReadAsync(command.Order, cancellationToken).ConfigureAwait(false);
        if (seen is null)
            return new NotFound("order.not-found", $"There is no order {command.Order}.");
        if (seen.Commands().FirstOrDefault(row => row.CommandId == command.CommandId) is { } earlier)
            return await GoOnAsync(seen.Head, command, earlier, actor, repeated: true, cancellationToken).ConfigureAwait(false);
        var mode = seen.Head.UnknownEffects > 0 ? RetryMode.LookUp : await resume.ModeAsync(seen.Head, cancellationToken).ConfigureAwait(false);
        CommandRow? row = null;
        var claimed = await orders.ChangeAsync(command.Order, draft => Claim(draft, mode, command, actor, out row), cancellationToken).ConfigureAwait(false);
        if (claimed.IsSuccess && row is not null)
            return await GoOnAsync(claimed.Value, command, row, actor, repeated: false, cancellationToken).ConfigureAwait(false);
        return claimed.Error ?? new Rejected("retry.nothing", "Nothing was retried.");
    }

    /// <summary>Null when a retry may be thought of, else why not.</summary>
    private static Sentence? Blocked(OrderHead order) => order switch
    {
        { History: true } => "The order is history: it was imported and nothing processes it.",
        { UnknownEffects: > 0 } => null,
        { Refunds.Unwind: not null } => "What the order did is being undone, or was. It is not processed any more.",
        { Refunds.Running: not null } => "A refund is running. Wait until it is done.",
        { Payment: PaymentStatus.PartlyRefunded or PaymentStatus.Refunded } => "Money of it went back already; what is missing is not delivered any more.",
        { Resume: not null } => "A retry is under way already.",
        { IsFinal: true } => "The order is closed.",
        { Fraud: FraudStatus.Held } => "A person must decide the fraud review first.",
        { Workflow: WorkflowStatus.Failed } => null,
        { Workflow: WorkflowStatus.FellBack, Route.Owner: null } => null,
        _ => "The workflow still works on it. Wait for it to finish.",
    };

    private Error? Claim(OrderDraft draft, RetryMode mode, RetryOrder command, Actor actor, out CommandRow? row)
    {
        row = draft.Commands().FirstOrDefault(known => known.CommandId == command.CommandId);
        if (row is not null)
            return CommandChecks.Repeated;
        if (draft.Head.Version != command.ExpectedVersion)
        {
            var latest = draft.Commands().Where(known => known.Command == "retry").MaxBy(known => known.Version);
            return latest?.Version > command.ExpectedVersion
                ? new Conflict("order.version", $"{latest.ActorName} retried it at {latest.At.UtcDateTime:HH:mm:ss} UTC. Look at the order again.", latest.ActorName, latest.At)
                : CommandChecks.Stale(draft, command.ExpectedVersion);
        }

        if (Blocked(draft.Head) is { } why)
            return new Rejected("retry.not-now", why);
        var now = clock.GetUtcNow();
        if (mode is RetryMode.NotPossible)
            return new Rejected("retry.running", "The workflow still works on it. Wait for it to finish.");
        if (mode is not RetryMode.LookUp)
        {
            foreach (var refused in draft.Effects().Where(effect => effect is { State: EffectState.Failed, Key.Operation: EffectKey.Checkout } && ErrorCodes.AllowsNewAttempt(effect.ErrorCode)).ToList())
                draft.Put(refused with { TryAgain = true });
            resume.Claim(draft, mode, command.CommandId);
            draft.Publish(OrderEvents.Retried(draft.Head, now));
        }

        row = new CommandRow
        {
            CommandId = command.CommandId, Command = "retry", ActorId = actor.Id, ActorName = actor.Name, At = now, State = CommandState.Requested, Outcome = mode.ToString(),
        };
        draft.Put(row);
        draft.Audit(
            actor, AuditActions.RetryRequested, now, command.CommandId, command.Reason, note: RetryChecks.Words(mode));
        return null;
    }

    /// <summary>The one external call after the commit, and its outcome with audit in another.</summary>
    private async Task<Result<CommandOutcome>> GoOnAsync(
        OrderHead order, RetryOrder command, CommandRow row, Actor actor, bool repeated, CancellationToken cancellationToken)
    {
        if (row.State is not CommandState.Requested)
            return new CommandOutcome(order.Id, order.Version, row.Outcome ?? "Done.", repeated);
        var mode = Enum.Parse<RetryMode>(row.Outcome ?? nameof(RetryMode.LookUp));
        Error? error;
        Sentence message;
        if (mode is RetryMode.LookUp)
        {
            var looked = await reconciler.LookAsync(order.Id, now: true, cancellationToken).ConfigureAwait(false);
            error = looked.Error;
            message = looked.IsSuccess ? Seen(looked.Value) : (Sentence)"";
        }
        else
        {
            error = await resume.TellEngineAsync(order, cancellationToken).ConfigureAwait(false);
            message = Begun(mode, order);
        }

        var written = await orders.ChangeAsync(
            order.Id,
            draft =>
            {
                var known = draft.Commands().First(candidate => candidate.CommandId == command.CommandId);
                if (known.State is not CommandState.Requested)
                    return CommandChecks.Repeated;
                draft.Put(known with { State = error is null ? CommandState.Accepted : CommandState.Refused, Outcome = error?.Message ?? message });
                draft.Audit(actor, error is null ? AuditActions.RetryAccepted : AuditActions.RetryRefused, clock.GetUtcNow(), command.CommandId, note: error?.Message ?? message);
                return null;
            },
            CancellationToken.None).ConfigureAwait(false);
        if (error is Unavailable)
            return new CommandOutcome(order.Id, order.Version, "The engine does not answer now. The retry is kept and told again by itself.", repeated);
        return error is null ? new CommandOutcome(order.Id, written.IsSuccess ? written.Value.Version : order.Version, message, repeated) : error;
    }

    private static Sentence Seen(OrderHead order) => order.UnknownEffects == 0
        ? "We looked: it is known now, and the order goes on."
        : "We looked, and the gateway does not know yet. We look again by ourselves; do not repeat it.";

    private static Sentence Begun(RetryMode mode, OrderHead order) => mode switch
    {
        RetryMode.Redrive => "The order goes on from the failed step.",
        RetryMode.NewRun => "A new run has started; what was done stays done.",
        _ => (Sentence)$"The batch takes it up at {order.Route.NextBatchAt?.UtcDateTime:HH:mm} UTC.",
    };
}
