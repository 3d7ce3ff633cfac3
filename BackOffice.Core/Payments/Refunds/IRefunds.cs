using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>
/// Refunds for pages and the API. Every command checks its permission on the actor's current rights, carries what the person saw, and does the same thing
/// once under the same id. What runs is run by the workflow <c>refund-order</c>, never by the caller.
/// </summary>
public interface IRefunds
{
    /// <summary>
    /// What the refund would do now, and whose word it needs. Changes nothing. Needs refunds:request. <see cref="Rejected"/> <c>refund.…</c> says why it cannot be:
    /// <c>too-much</c>, <c>quantity</c>, <c>redeemed</c>, <c>running</c>, <c>unknown</c>, <c>charged-back</c>, …
    /// </summary>
    Task<Result<RefundPreview>> PreviewAsync(OrderId order, RefundAsk ask, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for what the preview showed. Within the limits of one person it runs at once; else it waits for approval. Needs refunds:request. The same id with the
    /// same ask is the same case; with another <see cref="Conflict"/> <c>refund.id-reused</c>; a preview that does not hold any more <c>refund.preview-changed</c>.
    /// <see cref="Rejected"/> <see cref="RefundSignIn.Again"/> for a person whose sign-in is too old.
    /// </summary>
    Task<Result<RefundOutcome>> RequestAsync(RequestRefund command, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// One approval. Needs refunds:approve; <see cref="Forbidden"/> for the maker and for who approved already. When what it would do has changed, the case expires
    /// and the answer is <see cref="Conflict"/> <c>refund.preview-changed</c>. <see cref="Rejected"/> <see cref="RefundSignIn.Again"/> for a person whose sign-in is too old.
    /// </summary>
    Task<Result<RefundOutcome>> ApproveAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends a case that waits. Needs refunds:approve.</summary>
    Task<Result<RefundOutcome>> RejectAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends a case that waits, or one that stopped before any money was sent. The maker with refunds:request, others with refunds:approve.</summary>
    Task<Result<RefundOutcome>> CancelAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Goes on with legs that definitely failed or came back, as new attempts. Needs what the case itself needed: refunds:request or refunds:approve.</summary>
    Task<Result<RefundOutcome>> RetryAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an unwinding that stopped and has nothing left to do, so that its order calls for nobody any more; sends nothing and moves no amount. Needs orders:unwind.
    /// <see cref="Rejected"/> <c>unwind.left</c> says what is left; <see cref="Conflict"/> <c>unwind.not-stopped</c> for any other case.
    /// </summary>
    Task<Result<RefundOutcome>> CloseAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken);

    /// <summary>A person says with evidence what became of a leg that is Unknown or awaited. Needs effects:settle.</summary>
    Task<Result<RefundOutcome>> SettleAsync(SettleRefundLeg command, Actor actor, CancellationToken cancellationToken);

    /// <summary>The order's cases, oldest first. Needs orders:read.</summary>
    Task<Result<IReadOnlyList<RefundCase>>> ListAsync(OrderId order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Cases that wait for approval, the oldest order first, at most <paramref name="limit"/> (1 to 200) orders; from an index. Needs refunds:approve.</summary>
    Task<Result<IReadOnlyList<RefundCase>>> PendingAsync(int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>The policy in force: limits, reasons. Needs orders:read.</summary>
    Result<RefundPolicy> Policy(Actor actor);
}

/// <param name="Order">The order.</param>
/// <param name="RefundId">Made when the dialog opened: 1 to 64 letters, digits, dashes, underscores.</param>
/// <param name="Ask">What the preview was of.</param>
/// <param name="PreviewHash">The preview's.</param>
public sealed record RequestRefund(OrderId Order, string RefundId, RefundAsk Ask, string PreviewHash);

/// <param name="Order">The order.</param>
/// <param name="RefundId">The case.</param>
/// <param name="CommandId">Made when the dialog opened.</param>
/// <param name="ExpectedVersion">Of the order, as the person saw it.</param>
/// <param name="PreviewHash">Of the case, as the person saw it; needed to approve.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record DecideRefund(OrderId Order, string RefundId, string CommandId, long ExpectedVersion, string? PreviewHash, string Reason);

/// <param name="Order">The order.</param>
/// <param name="RefundId">The case.</param>
/// <param name="LegId">Its leg.</param>
/// <param name="CommandId">Made when the dialog opened.</param>
/// <param name="ExpectedVersion">Of the order, as the person saw it.</param>
/// <param name="Happened">True when the gateway did it.</param>
/// <param name="Reference">The gateway's reference; needed when it happened.</param>
/// <param name="Evidence">Where that can be seen, 1 to 500 characters.</param>
public sealed record SettleRefundLeg(
    OrderId Order, string RefundId, string LegId, string CommandId, long ExpectedVersion, bool Happened, string? Reference, string Evidence);

/// <param name="Order">The order.</param>
/// <param name="RefundId">The case.</param>
/// <param name="State">How it stands now.</param>
/// <param name="Version">Of the order after the command.</param>
/// <param name="Message">What the person is told: one plain sentence.</param>
/// <param name="Repeated">True when this had been done already.</param>
public sealed record RefundOutcome(OrderId Order, string RefundId, RefundState State, long Version, string Message, bool Repeated = false);

/// <param name="Order">The order.</param>
/// <param name="OrderVersion">To be sent with a decision.</param>
/// <param name="Case">With its legs; without its secrets.</param>
public sealed record RefundCase(OrderId Order, long OrderVersion, Refund Case)
{
    /// <summary>Masked, for the queue; null elsewhere.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Customer { get; init; }

    /// <summary>In the queue, what it would do now; null when it would not be possible any more. Its hash differs from the case's when the order changed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public RefundPreview? Preview { get; init; }
}
