using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>Who asks for a refund or approves one has signed in lately; the server checks it, whatever the page shows.</summary>
public sealed class RefundSignInTests
{
    private readonly RefundWorld _world = new();

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Request_NeedsASignInOfTheLastTenMinutes(int minutes, bool allowed)
    {
        var order = await _world.PaidAsync([(8_900, 2)]);

        var asked = await _world.RequestAsync(order, RefundWorld.Units(1), actor: SignedIn(RefundWorld.Agent, minutes));

        Assert.Equal(allowed ? null : RefundSignIn.Again, asked.Error?.Code);
        Assert.Equal(allowed ? 1 : 0, (await _world.DraftAsync(order)).Refunds().Count());
        Assert.Equal(allowed ? 8_900 : 0, (await _world.HeadAsync(order)).Tenders[0].Reserved.Minor);
        Assert.Equal(allowed ? 1 : 0, (await _world.Budgets.ReadAsync(RefundWorld.Agent.Id, "20261123", default)).Taken.Count);
    }

    [Fact]
    public async Task Request_RefusedAndAskedAgainAfterSigningIn_IsTheSameRefund()
    {
        var order = await _world.PaidAsync([(8_900, 2)]);
        var command = new RequestRefund(order, "r-1", RefundWorld.Units(1), await _world.HashAsync(order, RefundWorld.Units(1)));
        Assert.Equal(RefundSignIn.Again, (await _world.Refunds.RequestAsync(command, SignedIn(RefundWorld.Agent, 30), default)).Error?.Code);

        var asked = await _world.Refunds.RequestAsync(command, SignedIn(RefundWorld.Agent, 0), default);

        Assert.True(asked.IsSuccess, asked.Error?.Message);
        Assert.Equal("r-1", Assert.Single((await _world.DraftAsync(order)).Refunds()).RefundId);
    }

    [Theory]
    [InlineData(90_000, 9, true)]
    [InlineData(190_000, 9, false)]
    [InlineData(190_000, 4, true)]
    public async Task Approve_AboveWhatOneOtherApproves_NeedsTheLastFiveMinutes(long price, int minutes, bool allowed)
    {
        var order = await _world.PaidAsync([(price, 1)]);
        Assert.Equal(RefundState.PendingApproval, (await _world.RequestAsync(order, RefundWorld.Units(1))).Value.State);

        var approved = await _world.ApproveAsync(order, SignedIn(RefundWorld.Lead, minutes));

        Assert.Equal(allowed ? null : RefundSignIn.Again, approved.Error?.Code);
        Assert.Equal(allowed ? 1 : 0, (await _world.CaseAsync(order)).Approvals.Count);
    }

    [Fact]
    public async Task Request_WhereTheProviderDoesNotSay_NeedsOneOther()
    {
        var order = await _world.PaidAsync([(8_900, 2)]);

        var asked = await _world.RequestAsync(order, RefundWorld.Units(1), actor: RefundWorld.Agent with { AuthenticatedAt = null });

        Assert.Equal(RefundState.PendingApproval, asked.Value.State);
        Assert.Equal(RefundApprovalLevel.Lead, (await _world.CaseAsync(order)).Level);
        Assert.Empty((await _world.Budgets.ReadAsync(RefundWorld.Agent.Id, "20261123", default)).Taken);
        Assert.Equal(RefundState.Running, (await _world.ApproveAsync(order, RefundWorld.Lead)).Value.State);
    }

    [Fact]
    public async Task Approve_WhereTheProviderDoesNotSay_NeedsASignInThatIsTold()
    {
        var order = await _world.PaidAsync([(90_000, 1)]);
        Assert.Equal(RefundState.PendingApproval, (await _world.RequestAsync(order, RefundWorld.Units(1))).Value.State);

        var untold = await _world.ApproveAsync(order, RefundWorld.Lead with { AuthenticatedAt = null });
        var told = await _world.ApproveAsync(order, SignedIn(RefundWorld.Lead, 1));

        Assert.Equal(RefundSignIn.Again, untold.Error?.Code);
        Assert.Equal(RefundState.Running, told.Value.State);
        Assert.Single((await _world.CaseAsync(order)).Approvals);
    }

    [Fact]
    public async Task Approve_WhereItIsSwitchedOff_AsksForNothing()
    {
        _world.Policy = new RefundPolicy { SignIn = new RefundSignIn { MaxAge = TimeSpan.Zero } };
        var order = await _world.PaidAsync([(90_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        Assert.Equal(RefundState.Running, (await _world.ApproveAsync(order, RefundWorld.Lead with { AuthenticatedAt = null })).Value.State);
    }

    [Fact]
    public async Task Request_ByAProgram_AsksForNoSignIn()
    {
        var order = await _world.PaidAsync([(8_900, 2)]);
        var program = RefundWorld.Agent with { Id = "client:shop", Kind = ActorKind.Client, AuthenticatedAt = null };

        Assert.Equal(RefundState.Running, (await _world.RequestAsync(order, RefundWorld.Units(1), actor: program)).Value.State);
    }

    [Fact]
    public async Task Request_WhereItIsSwitchedOff_AsksForNothing()
    {
        _world.Policy = new RefundPolicy { SignIn = new RefundSignIn { MaxAge = TimeSpan.Zero } };
        var order = await _world.PaidAsync([(8_900, 2)]);

        Assert.Equal(RefundState.Running, (await _world.RequestAsync(order, RefundWorld.Units(1), actor: SignedIn(RefundWorld.Agent, 300))).Value.State);
    }

    [Fact]
    public void Policy_ItsVersion_IsNotOfTheSignIn() =>
        Assert.Equal(new RefundPolicy().Version, new RefundPolicy { SignIn = new RefundSignIn { MaxAge = TimeSpan.FromMinutes(1) } }.Version);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(90_000)]
    public void Validate_AgeThatNobodyCanKeep_IsNamed(int seconds) =>
        Assert.Contains(new RefundPolicy { SignIn = new RefundSignIn { MaxAge = TimeSpan.FromSeconds(seconds) } }.Validate(), error => error.StartsWith("Refunds:SignIn:MaxAge ", StringComparison.Ordinal));

    private Actor SignedIn(Actor actor, int minutesAgo) => actor with { AuthenticatedAt = _world.Clock.GetUtcNow().AddMinutes(-minutesAgo) };
}
