using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Core.Payments.Unwinding;

/// <summary>
/// Undoing what a failed order did. It is a case of its order like a refund, with the same parts, settling and retries; what runs is run by the workflow
/// <c>unwind-order</c>, never by the caller, and never by a failure.
/// </summary>
public interface IUnwinds
{
    /// <summary>What an unwinding would undo now, or why it may not begin. Changes nothing; its hash is of the message too. Needs orders:unwind; NotFound <c>order.not-found</c>.</summary>
    Task<Result<UnwindCheck>> CheckAsync(OrderId order, bool tellCustomer, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Begins what the check showed. Needs orders:unwind. The same id with the same executions is the same unwinding. <see cref="Rejected"/> <c>unwind.…</c> says why
    /// it cannot be: <c>done</c>, <c>running</c>, <c>unknown</c>, <c>foreign</c>, <c>refunded</c>, <c>voucher</c>, <c>nothing</c>; <see cref="Conflict"/>
    /// <c>refund.preview-changed</c> when it would do something else by now, <c>refund.busy</c> when somebody else has the order.
    /// </summary>
    Task<Result<RefundOutcome>> StartAsync(UnwindOrder command, Actor actor, CancellationToken cancellationToken);
}

/// <param name="Why">Null when it may begin; else why not.</param>
/// <param name="Executions">Whose effects would be undone: executions and batch runs, sorted.</param>
/// <param name="Preview">Null when it may not begin.</param>
public sealed record UnwindCheck(Sentence? Why, IReadOnlyList<string> Executions, RefundPreview? Preview);

/// <param name="Order">The order.</param>
/// <param name="UnwindId">Made when the dialog opened: 1 to 64 letters, digits, dashes, underscores.</param>
/// <param name="Executions">Whose effects are undone; those that the check named, and nothing else is touched.</param>
/// <param name="PreviewHash">The check's.</param>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="TellCustomer">False when the customer is not to be written to.</param>
public sealed record UnwindOrder(OrderId Order, string UnwindId, IReadOnlyList<string> Executions, string PreviewHash, string Reason, bool TellCustomer = true);
