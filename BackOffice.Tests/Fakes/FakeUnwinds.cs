using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;

namespace BackOffice.Tests.Fakes;

/// <summary>Unwindings that answer what a test says.</summary>
public sealed class FakeUnwinds : IUnwinds
{
    public Answer<bool, UnwindCheck> Check { get; } = new();

    public Answer<UnwindOrder, RefundOutcome> Start { get; } = new();

    public Task<Result<UnwindCheck>> CheckAsync(OrderId order, bool tellCustomer, Actor actor, CancellationToken cancellationToken) => Check.AskAsync(tellCustomer);

    public Task<Result<RefundOutcome>> StartAsync(UnwindOrder command, Actor actor, CancellationToken cancellationToken) => Start.AskAsync(command);
}
