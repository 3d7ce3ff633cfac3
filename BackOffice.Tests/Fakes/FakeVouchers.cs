using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;

namespace BackOffice.Tests.Fakes;

public sealed class FakeVouchers : IVouchers
{
    public Answer<FindVouchers, IReadOnlyList<FoundVoucher>> Find { get; } = new();

    public Answer<(OrderId Order, string Voucher), VoucherView> Get { get; } = new();

    public Task<Result<IReadOnlyList<FoundVoucher>>> FindAsync(FindVouchers search, Actor actor, CancellationToken cancellationToken) => Find.AskAsync(search);

    public Task<Result<VoucherView>> GetAsync(OrderId order, string voucher, Actor actor, CancellationToken cancellationToken) => Get.AskAsync((order, voucher));
}

public sealed class FakeVoucherCommands : IVoucherCommands
{
    public Answer<OrderId, ResendCheck> Check { get; } = new();

    public Answer<ResendVouchers, CommandOutcome> Resend { get; } = new();

    /// <summary>All others: the method's name and the command.</summary>
    public Answer<(string Act, VoucherCommand Command), CommandOutcome> Act { get; } = new();

    public Answer<VoucherCommand, RevealedCode> Reveal { get; } = new();

    public Task<Result<ResendCheck>> CheckResendAsync(OrderId order, Actor actor, CancellationToken cancellationToken) => Check.AskAsync(order);

    public Task<Result<CommandOutcome>> ResendAsync(ResendVouchers command, Actor actor, CancellationToken cancellationToken) => Resend.AskAsync(command);

    public Task<Result<CommandOutcome>> VoidAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => Act.AskAsync(("void", command));

    public Task<Result<CommandOutcome>> ReissueAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => Act.AskAsync(("reissue", command));

    public Task<Result<CommandOutcome>> ExtendAsync(ExtendVoucher command, Actor actor, CancellationToken cancellationToken) => Act.AskAsync(("extend", command));

    public Task<Result<CommandOutcome>> SuspendAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => Act.AskAsync(("suspend", command));

    public Task<Result<CommandOutcome>> ReleaseAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => Act.AskAsync(("release", command));

    public Task<Result<CommandOutcome>> ReverseRedemptionAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => Act.AskAsync(("reverse", command));

    public Task<Result<CommandOutcome>> SettleLateAsync(SettleLateRedemption command, Actor actor, CancellationToken cancellationToken) => Act.AskAsync(("settle", command));

    public Task<Result<RevealedCode>> RevealAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => Reveal.AskAsync(command);

    public Task<Result<RevealedCode>> ViewAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The console shows no code to a customer.");
}

public sealed class FakeReveals : IReveals
{
    public Answer<RevealCustomer, RevealedCustomer> Customer { get; } = new();

    public Task<Result<RevealedCustomer>> CustomerAsync(RevealCustomer command, Actor actor, CancellationToken cancellationToken) => Customer.AskAsync(command);
}
