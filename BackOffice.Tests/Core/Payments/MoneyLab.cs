using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Proof;
using BackOffice.Tests.Core.Refunds;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Payments;

/// <summary>Orders with refunds, and the watch over their money; nothing runs unless the test says so.</summary>
internal sealed class MoneyLab
{
    public RefundWorld World { get; } = new();

    public MoneyOptions Options { get; init; } = new();

    public MoneyAudit Audit => new(World.Store, World.Bank, World.Bank, World.Policy, World.Clock);

    public MoneyDesk Desk => _desk ??= new(World.Store, Audit, World.Clock);

    public MoneyWatch Watch => _watch ??= NewWatch();

    private MoneyDesk? _desk;
    private MoneyWatch? _watch;

    /// <summary>As another process would have it.</summary>
    public MoneyWatch NewWatch() => new(World.Store, Audit, Desk, Options, World.Options, World.Clock, NullLogger<MoneyWatch>.Instance);

    public async Task<MoneyView> ViewAsync()
    {
        var view = await Desk.GetAsync(RefundWorld.Operations, default);
        Assert.True(view.IsSuccess, view.Error?.Message);
        return view.Value;
    }

    public async Task<MoneyStanding> StandingAsync() => (await ViewAsync()).Standing;

    /// <summary>A whole check that a person asks for, to its end.</summary>
    public async Task<MoneyView> CheckAsync(string id = "check-1")
    {
        Assert.True((await Desk.StartAsync(id, RefundWorld.Operations, default)).IsSuccess);
        await Watch.RunDueAsync(default);
        return await ViewAsync();
    }

    /// <summary>Follows what happened to its end, with so much time passed that it is kept.</summary>
    public async Task LookAsync()
    {
        while (await Watch.LookAsync(default))
        {
        }

        World.Clock.Advance(TimeSpan.FromMinutes(2));
        await Watch.LookAsync(default);
    }

    /// <summary>An order whose refund of 89.00 has gone back.</summary>
    public async Task<OrderId> RefundedAsync()
    {
        var order = await World.PaidAsync([(8_900, 2)]);
        Assert.True((await World.RequestAsync(order, RefundWorld.Units(1), refundId: $"r-{order}")).IsSuccess);
        await World.SettleAsync();
        return order;
    }

    /// <summary>Writes past every rule, as a bug would; an event names the order.</summary>
    public async Task TamperAsync(OrderId order, Func<OrderHead, OrderHead> change)
    {
        var draft = await World.DraftAsync(order);
        draft.Head = change(draft.Head);
        draft.Publish(OrderEvents.Stuck(draft.Head, World.Clock.GetUtcNow()));
        Assert.True((await World.Store.CommitAsync(draft.Build(World.Clock.GetUtcNow()), default)).IsSuccess);
    }

    /// <summary>The first tender says more than its ledger.</summary>
    public Task BreakAsync(OrderId order) => TamperAsync(order, head => head with { Tenders = [head.Tenders[0] with { Captured = head.Tenders[0].Captured + new Money(100, "USD") }, .. head.Tenders.Skip(1)] });

    public Task MendAsync(OrderId order) => TamperAsync(order, head => head with { Tenders = [head.Tenders[0] with { Captured = head.Tenders[0].Captured - new Money(100, "USD") }, .. head.Tenders.Skip(1)] });
}
