using BackOffice.Core.Common;

namespace BackOffice.Core.Pipeline;

/// <summary>One hand-out of one step: who does it, and under which claim.</summary>
/// <param name="Order">The order.</param>
/// <param name="Operation"><c>checkout</c> for an order's processing.</param>
/// <param name="Owner">The execution's name, or the batch run; the route's owner must be the same.</param>
/// <param name="HandOut">Names the hand-out; the step row's key.</param>
/// <param name="Token">The workflow task's token, which a hold keeps; null in a batch job.</param>
public sealed record StepContext(OrderId Order, string Operation, string Owner, string HandOut, string? Token)
{
    /// <summary>
    /// True for what is done beside the order's processing: a void, a reissue, a message sent again. It needs no lease, because the effect's own row decides who
    /// sends, and it leaves no step row, because no workflow waits for it.
    /// </summary>
    public bool IsAside => Operation != Payments.EffectKey.Checkout;

    /// <param name="order">The order.</param>
    /// <param name="operation">The refund's or command's id.</param>
    /// <param name="part">Who runs it: <c>vouchers</c>, <c>refunds</c>.</param>
    public static StepContext Aside(OrderId order, string operation, string part) => new(order, operation, $"{part}:{operation}", operation, null);
}

/// <summary>How a step ended.</summary>
public abstract record StepOutcome;

/// <param name="OutputJson">What the workflow keeps of it.</param>
public sealed record StepDone(string OutputJson) : StepOutcome;

/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">In plain words, without personal data.</param>
public sealed record StepFailed(string Code, string Message) : StepOutcome;

/// <summary>A person answers later; the token is kept with the order.</summary>
public sealed record StepWaits : StepOutcome;

/// <summary>One step of an order: called by the workflow's worker and by the batch job alike.</summary>
public interface IStep
{
    /// <summary>A name of <see cref="StepNames"/>.</summary>
    string Name { get; }

    /// <summary>
    /// Does the step, or returns the stored outcome when its effect has succeeded. Never throws for an expected outcome. A call that was sent is
    /// finished and recorded even when <paramref name="cancellationToken"/> fires.
    /// </summary>
    Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken);
}
