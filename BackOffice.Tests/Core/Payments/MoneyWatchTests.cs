using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Proof;
using BackOffice.Tests.Core.Refunds;

namespace BackOffice.Tests.Core.Payments;

public sealed class MoneyWatchTests
{
    private readonly MoneyLab _lab = new();

    [Fact]
    public async Task Check_SoundOrders_HoldsThemAll_AndIsKeptWithItsCounts()
    {
        await _lab.RefundedAsync();
        await _lab.World.PaidAsync([(5_000, 1)]);

        var view = await _lab.CheckAsync();

        Assert.Equal(MoneyInvariants.All.Count, view.Standing.Invariants.Count);
        Assert.All(view.Standing.Invariants.Where(one => one.Name is not ("I2" or "I19")), one => Assert.Equal((2L, 0L), (one.Checked, one.Broken)));
        Assert.Equal(0, view.Standing.Red);
        Assert.Equal((MoneyCheckEnd.Whole, 2L, 1L, 0L), (view.Standing.Whole!.End, view.Standing.Whole.Orders, view.Standing.Whole.Refunds, view.Standing.Whole.Broken));
        Assert.Equal((1L, 1L, 1L, 0L), (view.Standing.Comparison!.Ours, view.Standing.Comparison.Theirs, view.Standing.Comparison.Same, view.Standing.Comparison.Different));
        Assert.Null(view.Standing.Run);
        Assert.Equal([AuditActions.MoneyCheckAsked, AuditActions.MoneyCheckBegun, AuditActions.MoneyCheckFinished], await ActionsAsync());
    }

    [Fact]
    public async Task Check_BalanceThatTheLedgerDoesNotGive_IsRed_AndNamesTheOrder()
    {
        var order = await _lab.RefundedAsync();
        await _lab.BreakAsync(order);

        var view = await _lab.CheckAsync();

        Assert.Equal(1, view.Standing.Red);
        Assert.Equal(("I15", order.Value), (Assert.Single(view.Findings).Invariant, view.Findings[0].Order));
        Assert.Equal(1, view.Standing.Invariants.Single(one => one.Name == "I15").Broken);
        Assert.Equal(1, (await _lab.Desk.RedAsync(RefundWorld.Operations, default)).Value);
    }

    [Fact]
    public async Task Check_OrderThatIsMendedAfterwards_IsGreenAtTheNextCheck()
    {
        var order = await _lab.RefundedAsync();
        await _lab.BreakAsync(order);
        await _lab.CheckAsync();
        await _lab.MendAsync(order);

        var view = await _lab.CheckAsync("check-2");

        Assert.Equal((0, 0), (view.Standing.Red, view.Findings.Count));
    }

    [Fact]
    public async Task Check_OrderThatCannotBeRead_IsARowOfItsOwn_AndTheOthersAreChecked()
    {
        var order = await _lab.RefundedAsync();
        var draft = await _lab.World.DraftAsync(order);
        var change = draft.Build(_lab.World.Clock.GetUtcNow()) with { Children = [new ChildWrite(ChildKinds.Ledger, "0001", "{"u8.ToArray())] };
        Assert.True((await _lab.World.Store.CommitAsync(change, default)).IsSuccess);
        await _lab.World.PaidAsync([(5_000, 1)]);

        var view = await _lab.CheckAsync();

        Assert.Equal((1L, 1), (view.Standing.Unreadable, view.Standing.Red));
        Assert.Equal((StandingFinding.Unreadable, order.Value), (view.Findings[0].Invariant, view.Findings[0].Order));
        Assert.Equal(2, view.Standing.Whole!.Orders);
    }

    [Fact]
    public async Task Live_OrderBrokenSinceTheCheck_IsFoundByItsEvent_AndAudited()
    {
        var order = await _lab.RefundedAsync();
        await _lab.CheckAsync();
        await _lab.BreakAsync(order);

        await _lab.Watch.LookAsync(default);

        var view = await _lab.ViewAsync();
        Assert.Equal(("I15", order.Value), (Assert.Single(view.Findings).Invariant, view.Findings[0].Order));
        Assert.Equal(1, view.Standing.Red);
        Assert.Equal(AuditActions.MoneyBroken, (await ActionsAsync())[^1]);
    }

    [Fact]
    public async Task Live_OrderMended_TakesTheFindingBack_AndCountsWhatItLookedAt()
    {
        var order = await _lab.RefundedAsync();
        await _lab.BreakAsync(order);
        await _lab.CheckAsync();
        Assert.Equal(1, (await _lab.StandingAsync()).Red);
        await _lab.MendAsync(order);

        await _lab.LookAsync();

        var standing = await _lab.StandingAsync();
        Assert.Equal((0, 1L), (standing.Red, standing.Live.Orders));
        Assert.NotNull(standing.Live.To);
    }

    [Fact]
    public async Task Live_OrderOnItsWay_IsPassedOver_UntilItHasEnded()
    {
        await _lab.Watch.RunDueAsync(default);
        var order = await _lab.World.PaidAsync([(8_900, 1)]);
        await _lab.TamperAsync(order, head => head with { Workflow = WorkflowStatus.Running, CompletedAt = null });
        await _lab.LookAsync();
        Assert.Equal(0, (await _lab.StandingAsync()).Live.Orders);

        await _lab.TamperAsync(order, head => head with { Workflow = WorkflowStatus.Done });
        await _lab.LookAsync();

        Assert.Equal(1, (await _lab.StandingAsync()).Live.Orders);
    }

    [Fact]
    public async Task Live_MoreThanItMayLookAt_LeavesTheRestForTheNextLook()
    {
        var lab = new MoneyLab { Options = new MoneyOptions { LiveOrdersASecond = 1, LiveEvery = TimeSpan.FromSeconds(1) } };
        await lab.Watch.RunDueAsync(default);
        foreach (var _ in Enumerable.Range(0, 3))
            await lab.TamperAsync(await lab.World.PaidAsync([(8_900, 1)]), head => head);

        Assert.True(await lab.Watch.LookAsync(default));
        Assert.True(await lab.Watch.LookAsync(default));
        Assert.False(await lab.Watch.LookAsync(default));
        await lab.LookAsync();

        Assert.Equal(3, (await lab.StandingAsync()).Live.Orders);
    }

    [Fact]
    public async Task Night_RunsOnceAtItsTime_AndAMissedOneIsMadeUp()
    {
        await _lab.World.PaidAsync([(8_900, 1)]);
        await _lab.Watch.RunDueAsync(default);
        Assert.Equal((null, new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero)), ((await _lab.StandingAsync()).Whole, (await _lab.StandingAsync()).NextNightly!.Value));

        // The program was down at three.
        _lab.World.Clock.Advance(TimeSpan.FromHours(5));
        var later = _lab.NewWatch();
        await later.RunDueAsync(default);
        await later.RunDueAsync(default);

        var standing = await _lab.StandingAsync();
        var check = Assert.Single(standing.Checks);
        Assert.Equal((true, "night-2026-11-23", MoneyCheckEnd.Whole), (check.Nightly, check.Id, check.End));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero), standing.NextNightly);
        Assert.Equal([AuditActions.MoneyCheckBegun, AuditActions.MoneyCheckFinished], await ActionsAsync());
    }

    [Fact]
    public async Task Night_SwitchedOff_NeverRuns()
    {
        var lab = new MoneyLab { Options = new MoneyOptions { Nightly = false } };
        await lab.Watch.RunDueAsync(default);

        lab.World.Clock.Advance(TimeSpan.FromDays(3));
        await lab.Watch.RunDueAsync(default);

        Assert.Empty((await lab.StandingAsync()).Checks);
        Assert.Null((await lab.StandingAsync()).NextNightly);
    }

    [Fact]
    public async Task Start_SameIdTwice_IsOneCheck_AndAnotherWaitsItsTurn()
    {
        await _lab.Desk.StartAsync("check-1", RefundWorld.Operations, default);

        var again = await _lab.Desk.StartAsync("check-1", RefundWorld.Operations, default);
        var other = await _lab.Desk.StartAsync("check-2", RefundWorld.Operations, default);

        Assert.True(again.IsSuccess);
        Assert.Equal(("money.running", "Otis Quill"), (other.Error?.Code, Assert.IsType<Conflict>(other.Error).By));
        Assert.Single(await ActionsAsync(), AuditActions.MoneyCheckAsked);
        await _lab.Watch.RunDueAsync(default);
        Assert.Equal("check-1", Assert.Single((await _lab.StandingAsync()).Checks).Id);
        Assert.Null((await _lab.Desk.StartAsync("check-1", RefundWorld.Operations, default)).Value.Run);
    }

    [Fact]
    public async Task Stop_KeepsWhatWasFound_AndIsNoWholeCheck()
    {
        var order = await _lab.RefundedAsync();
        await _lab.BreakAsync(order);
        await _lab.Desk.StartAsync("check-1", RefundWorld.Operations, default);

        await _lab.Desk.StopAsync("check-1", RefundWorld.Operations, default);
        await _lab.Watch.RunDueAsync(default);

        var view = await _lab.ViewAsync();
        Assert.Equal(MoneyCheckEnd.Stopped, Assert.Single(view.Standing.Checks).End);
        Assert.Null(view.Standing.Whole);
        Assert.Equal("I15", Assert.Single(view.Findings).Invariant);
        Assert.Contains(AuditActions.MoneyCheckStopped, await ActionsAsync());
    }

    [Fact]
    public async Task Check_WhoseProcessDied_IsBegunAgainByTheNext()
    {
        await _lab.RefundedAsync();
        await _lab.Watch.LookAsync(default);
        await _lab.Desk.StartAsync("check-1", RefundWorld.Operations, default);
        // It dies after it said that it began.
        _lab.World.Crash.DieAt(2);
        await Assert.ThrowsAsync<ProcessDied>(() => _lab.Watch.RunDueAsync(default));
        _lab.World.Crash.Restart();
        var next = _lab.NewWatch();
        await next.RunDueAsync(default);
        Assert.Empty((await _lab.StandingAsync()).Checks);

        _lab.World.Clock.Advance(MoneyRun.Silence);
        await next.RunDueAsync(default);

        Assert.Equal(("check-1", MoneyCheckEnd.Whole), (Assert.Single((await _lab.StandingAsync()).Checks).Id, (await _lab.StandingAsync()).Checks[0].End));
    }

    [Fact]
    public async Task Verify_IsAudited_AndRunsOneAtATime()
    {
        await _lab.RefundedAsync();
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _lab.World.Bank.Listing = () =>
        {
            entered.TrySetResult();
            return go.Task;
        };
        var first = _lab.Desk.VerifyAsync(RefundWorld.Operations, default);
        await entered.Task;

        var second = await _lab.Desk.VerifyAsync(RefundWorld.Operations, default);
        go.SetResult();
        var report = await first;
        var third = await _lab.Desk.VerifyAsync(RefundWorld.Operations, default);

        Assert.Equal("money.running", Assert.IsType<Conflict>(second.Error).Code);
        Assert.True(report is { IsSuccess: true, Value.IsGreen: true });
        Assert.True(third.IsSuccess, third.Error?.Message);
        Assert.Equal([AuditActions.MoneyCheckAsked, AuditActions.MoneyCheckAsked], await ActionsAsync());
        Assert.Empty((await _lab.StandingAsync()).Checks);
    }

    [Fact]
    public async Task Check_WhileALongListOfTheGatewayIsRead_IsSeenAlive()
    {
        await _lab.RefundedAsync();
        var seen = new List<TimeSpan>();
        _lab.World.Bank.Listing = async () =>
        {
            _lab.World.Clock.Advance(MoneyRun.Silence - TimeSpan.FromSeconds(1));
            seen.Add(_lab.World.Clock.GetUtcNow() - (await _lab.StandingAsync()).Run!.SeenAt);
        };

        Assert.True((await _lab.Desk.StartAsync("check-1", RefundWorld.Operations, default)).IsSuccess);
        var watch = new MoneyWatch(
            _lab.World.Store, _lab.Audit, _lab.Desk, _lab.Options, _lab.World.Options, new StampedClock(_lab.World.Clock), Microsoft.Extensions.Logging.Abstractions.NullLogger<MoneyWatch>.Instance);

        await watch.RunDueAsync(default);

        Assert.Equal(2, seen.Count);
        Assert.All(seen, silent => Assert.True(silent < MoneyRun.Silence, $"Silent for {silent}."));
    }

    [Fact]
    public async Task Desk_WithoutPermission_NamesIt()
    {
        Assert.Equal("money:read", Assert.IsType<Forbidden>((await _lab.Desk.GetAsync(RefundWorld.Agent, default)).Error).Permission);
        Assert.Equal("money:verify", Assert.IsType<Forbidden>((await _lab.Desk.StartAsync("check-1", RefundWorld.Lead, default)).Error).Permission);
        Assert.Equal("money:verify", Assert.IsType<Forbidden>((await _lab.Desk.StopAsync("check-1", RefundWorld.Lead, default)).Error).Permission);
        Assert.Equal("money:verify", Assert.IsType<Forbidden>((await _lab.Audit.CheckAsync(RefundWorld.Lead, default)).Error).Permission);
        Assert.Equal("money:verify", Assert.IsType<Forbidden>((await _lab.Desk.VerifyAsync(RefundWorld.Lead, default)).Error).Permission);
    }

    private async Task<List<string>> ActionsAsync() => [.. (await _lab.World.Store.AuditAsync(new AuditQuery { Subject = MoneyStanding.Subject.Value, NewestFirst = false }, null, 100, default)).Items.Select(entry => entry.Entry.Action)];

    /// <summary>Measures time by the clock that the test moves.</summary>
    private sealed class StampedClock(TimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => clock.GetUtcNow().Ticks;
    }
}
