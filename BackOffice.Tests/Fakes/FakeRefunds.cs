using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Tests.Fakes;

/// <summary>Refunds that answer what a test says. Nothing waits for approval unless it says so.</summary>
public sealed class FakeRefunds : IRefunds
{
    public FakeRefunds() => Pending.Always((Result<IReadOnlyList<RefundCase>>)new List<RefundCase>());

    public Answer<RefundAsk, RefundPreview> Preview { get; } = new();

    public Answer<RequestRefund, RefundOutcome> Request { get; } = new();

    public Answer<DecideRefund, RefundOutcome> Approve { get; } = new();

    public Answer<DecideRefund, RefundOutcome> Reject { get; } = new();

    public Answer<DecideRefund, RefundOutcome> Cancel { get; } = new();

    public Answer<DecideRefund, RefundOutcome> Retry { get; } = new();

    public Answer<DecideRefund, RefundOutcome> Close { get; } = new();

    public Answer<SettleRefundLeg, RefundOutcome> Settle { get; } = new();

    public Answer<int, IReadOnlyList<RefundCase>> Pending { get; } = new();

    public Result<RefundPolicy> InForce { get; set; } = new RefundPolicy();

    public Task<Result<RefundPreview>> PreviewAsync(OrderId order, RefundAsk ask, Actor actor, CancellationToken cancellationToken) => Preview.AskAsync(ask);

    public Task<Result<RefundOutcome>> RequestAsync(RequestRefund command, Actor actor, CancellationToken cancellationToken) => Request.AskAsync(command);

    public Task<Result<RefundOutcome>> ApproveAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) => Approve.AskAsync(command);

    public Task<Result<RefundOutcome>> RejectAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) => Reject.AskAsync(command);

    public Task<Result<RefundOutcome>> CancelAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) => Cancel.AskAsync(command);

    public Task<Result<RefundOutcome>> RetryAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) => Retry.AskAsync(command);

    public Task<Result<RefundOutcome>> CloseAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken) => Close.AskAsync(command);

    public Task<Result<RefundOutcome>> SettleAsync(SettleRefundLeg command, Actor actor, CancellationToken cancellationToken) => Settle.AskAsync(command);

    public Task<Result<IReadOnlyList<RefundCase>>> ListAsync(OrderId order, Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException("The page reads the cases with the order.");

    public Task<Result<IReadOnlyList<RefundCase>>> PendingAsync(int limit, Actor actor, CancellationToken cancellationToken) => Pending.AskAsync(limit);

    public Result<RefundPolicy> Policy(Actor actor) => InForce;
}
