using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <inheritdoc cref="IRefunds"/>
public sealed class RefundDesk(
    IStore store, OrderWriter orders, RequestRefunds requests, DecideRefunds decisions, SettleRefunds settlements, RefundPolicy policy, TimeProvider clock) : IRefunds
{
    public async Task<Result<RefundPreview>> PreviewAsync(OrderId order, RefundAsk ask, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RefundsRequest) is { } forbidden)
            return forbidden;
        if (NotHere(ask) is { } unwinding)
            return unwinding;
        if (RefundChecks.Of(ask) is { } invalid)
            return invalid;
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        return draft is null
            ? new NotFound("order.not-found", $"There is no order {order}.")
            : RefundPlanner.Plan(draft, ask, policy, null, clock.GetUtcNow()).Map(plan => Masked(plan.Preview, draft.Head));
    }

    /// <summary>The hash is of the whole message; what is shown of it hides the customer, whom only a look with a reason shows.</summary>
    internal static RefundPreview Masked(RefundPreview preview, OrderHead order) => preview.Message is not { } message ? preview : preview with
    {
        Message = message with
        {
            To = CustomerMask.Email(message.To), Subject = CustomerMask.Text(message.Subject, order.Customer), Text = CustomerMask.Text(message.Text, order.Customer),
        },
    };

    public async Task<Result<RefundOutcome>> RequestAsync(RequestRefund command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("refund-request", actor.Lacks(Permission.RefundsRequest) is { } forbidden ? forbidden
            : NotHere(command.Ask) is { } unwinding ? unwinding
            : await requests.RequestAsync(command, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<RefundOutcome>> ApproveAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("refund-approve", actor.Lacks(Permission.RefundsApprove) is { } forbidden
            ? forbidden
            : await decisions.ApproveAsync(command, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<RefundOutcome>> RejectAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("refund-reject", actor.Lacks(Permission.RefundsApprove) is { } forbidden
            ? forbidden
            : await decisions.EndAsync(command, RefundState.Rejected, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<RefundOutcome>> CancelAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("refund-cancel", actor.Lacks(Permission.RefundsRequest) is { } forbidden && actor.Lacks(Permission.RefundsApprove) is not null
            ? forbidden
            : await decisions.EndAsync(command, RefundState.Cancelled, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<RefundOutcome>> RetryAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("refund-retry", actor.Lacks(Permission.RefundsRequest) is { } forbidden && actor.Lacks(Permission.RefundsApprove) is not null
            ? forbidden
            : await decisions.RetryAsync(command, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<RefundOutcome>> CloseAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("unwind-close", actor.Lacks(Permission.OrdersUnwind) is { } forbidden
            ? forbidden
            : await decisions.CloseAsync(command, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<RefundOutcome>> SettleAsync(SettleRefundLeg command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("refund-settle", actor.Lacks(Permission.EffectsSettle) is { } forbidden
            ? forbidden
            : await settlements.SettleAsync(command, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<IReadOnlyList<RefundCase>>> ListAsync(OrderId order, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        return draft is null ? new NotFound("order.not-found", $"There is no order {order}.") : Cases(draft, _ => true);
    }

    public async Task<Result<IReadOnlyList<RefundCase>>> PendingAsync(int limit, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RefundsApprove) is { } forbidden)
            return forbidden;
        var cases = new List<RefundCase>();
        foreach (var due in await store.DueAsync(DueKinds.RefundApproval, clock.GetUtcNow(), Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false))
        {
            if (await orders.ReadAsync(new OrderId(due.Subject.Name), cancellationToken).ConfigureAwait(false) is { } draft)
                cases.AddRange(Cases(draft, refund => refund.State is RefundState.PendingApproval).Select(found => Queued(draft, found)));
        }

        return cases;
    }

    public Result<RefundPolicy> Policy(Actor actor) => actor.Lacks(Permission.OrdersRead) is { } forbidden ? forbidden : policy;

    private static Invalid? NotHere(RefundAsk ask) =>
        ask.Kind is RefundKind.Unwind || ask.Executions is not null ? new Invalid("kind", "A failed order is undone by its own command, not by a refund.") : null;

    private RefundCase Queued(OrderDraft draft, RefundCase found) => found with
    {
        Customer = CustomerMask.Name(draft.Head.Customer.Name),
        Preview = RefundPlanner.Plan(draft, found.Case.Ask, policy, found.Case.RefundId, clock.GetUtcNow()) is { IsSuccess: true } plan ? Masked(plan.Value.Preview, draft.Head) : null,
    };

    private static List<RefundCase> Cases(OrderDraft draft, Func<Refund, bool> wanted) =>
        [.. draft.Refunds().Where(wanted).OrderBy(refund => refund.Number).Select(refund => new RefundCase(draft.Head.Id, draft.Head.Version, refund with { Token = null }))];
}
