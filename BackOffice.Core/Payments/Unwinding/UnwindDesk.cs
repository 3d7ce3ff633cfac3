using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Unwinding;

/// <inheritdoc cref="IUnwinds"/>
public sealed class UnwindDesk(OrderWriter orders, RequestRefunds requests, RefundPolicy policy, TimeProvider clock) : IUnwinds
{
    /// <summary>The case's reason; the person's words come beside it.</summary>
    public const string ReasonCode = "order-failed";

    public async Task<Result<UnwindCheck>> CheckAsync(OrderId order, bool tellCustomer, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersUnwind) is { } forbidden)
            return forbidden;
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        if (draft is null)
            return new NotFound("order.not-found", $"There is no order {order}.");
        var executions = UnwindRules.ExecutionsOf(UnwindRules.Standing(draft));
        var plan = UnwindPlanner.Plan(draft, Ask(executions, "-", tellCustomer), policy, null, clock.GetUtcNow());
        return plan.IsSuccess
            ? new UnwindCheck(null, executions, RefundDesk.Masked(plan.Value.Preview, draft.Head))
            : new UnwindCheck(plan.Error.Said, executions, null);
    }

    public async Task<Result<RefundOutcome>> StartAsync(UnwindOrder command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("unwind", actor.Lacks(Permission.OrdersUnwind) is { } forbidden ? forbidden
            : Check(command) is { } invalid ? invalid
            : await requests.RequestAsync(
                new RequestRefund(command.Order, command.UnwindId, Ask(command.Executions, command.Reason, command.TellCustomer), command.PreviewHash), actor, cancellationToken)
                .ConfigureAwait(false));

    private static Invalid? Check(UnwindOrder command)
    {
        var errors = new List<FieldError>(CommandChecks.Of(command.UnwindId, command.Reason)?.Fields ?? []);
        if (command.Executions.Count > 50 || command.Executions.Any(name => name.Length is 0 or > 100))
            errors.Add(new("executions", "Name the executions whose effects are undone: up to 50 names."));
        if (command.PreviewHash is not { Length: 64 })
            errors.Add(new("previewHash", "The hash of the check is needed."));
        return errors.Count == 0 ? null : new Invalid(errors);
    }

    private static RefundAsk Ask(IReadOnlyList<string> executions, string reason, bool tellCustomer) => new()
    {
        Kind = RefundKind.Unwind, ReasonCode = ReasonCode, Reason = reason, TellCustomer = tellCustomer,
        Executions = [.. executions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };
}
