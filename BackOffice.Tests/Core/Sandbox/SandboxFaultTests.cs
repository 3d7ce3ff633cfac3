using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Sandbox;

/// <summary>Every fault of the wire at every gateway, called the way its own port is called.</summary>
public sealed class SandboxFaultTests
{
    /// <summary>Operation, and how that gateway writes the fault's words.</summary>
    public static TheoryData<string> Operations => ["authorise", "capture", "scan", "issue", "send"];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task TimeoutBefore_FirstCallLost_NothingHappenedAndTheSameKeyWorks(string operation)
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, operation, "timeout_before");

        var first = await call.Send();
        var lookup = await call.LookUp();
        var again = await call.Send();

        Assert.IsType<GatewayUnknown>(first);
        Assert.IsType<LookupNotFound>(lookup);
        Assert.IsType<GatewaySucceeded>(again);
        Assert.Equal(1, CountOf(world, operation));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task TimeoutAlways_EveryCallIsLost(string operation)
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, operation, "timeout_always");

        Assert.IsType<GatewayUnknown>(await call.Send());
        Assert.IsType<GatewayUnknown>(await call.Send());
        Assert.IsType<LookupNotFound>(await call.LookUp());
        Assert.Equal(0, CountOf(world, operation));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task TimeoutAfter_LookUpAndSameKeyFindWhatTookEffect(string operation)
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, operation, "timeout_after");

        var first = await call.Send();
        var lookup = await call.LookUp();
        var again = await call.Send();

        Assert.IsType<GatewayUnknown>(first);
        Assert.Equal(new LookupFound(again), lookup);
        Assert.IsType<GatewaySucceeded>(again);
        Assert.Equal(1, CountOf(world, operation));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task ErrorAfter_SameKeyGetsTheErrorAgain_LookUpFindsTheEffect(string operation)
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, operation, "500_after");

        Assert.IsType<GatewayUnknown>(await call.Send());
        Assert.IsType<GatewayUnknown>(await call.Send());
        var found = Assert.IsType<LookupFound>(await call.LookUp());

        Assert.IsType<GatewaySucceeded>(found.Answer);
        Assert.Equal(1, CountOf(world, operation));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task LookupDown_LookUpsHaveNoAnswer_SameKeyHas(string operation)
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, operation, "lookup_down");

        Assert.IsType<GatewayUnknown>(await call.Send());
        Assert.IsType<LookupUnavailable>(await call.LookUp());
        Assert.IsType<LookupUnavailable>(await call.LookUp());
        Assert.IsType<GatewaySucceeded>(await call.Send());
        Assert.Equal(1, CountOf(world, operation));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task LookupLost_FirstLookUpsHaveNoAnswer_ThenTheyFind(string operation)
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, operation, "lookup_lost_2");

        await call.Send();

        Assert.IsType<LookupUnavailable>(await call.LookUp());
        Assert.IsType<LookupUnavailable>(await call.LookUp());
        Assert.IsType<LookupFound>(await call.LookUp());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Busy_FirstCallsAreProvedNotExecuted_AlsoOverARestart(string operation)
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, operation, "busy_2");

        var first = Assert.IsType<GatewayNotExecuted>(await call.Send());
        world.Restart();
        var second = Assert.IsType<GatewayNotExecuted>(await call.Send());
        var lookup = await call.LookUp();
        var third = await call.Send();

        Assert.Equal(ErrorCodes.GatewayBusy, first.Code);
        Assert.Equal(world.Options.BusyRetryAfter, first.RetryAfter);
        Assert.Equal(first, second);
        Assert.IsType<LookupNotFound>(lookup);
        Assert.IsType<GatewaySucceeded>(third);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Down_NoCallIsExecuted_ButTheNumberedOneComesBack(string operation)
    {
        using var world = new SandboxWorld();
        var never = await CallAsync(world, operation, "down");
        for (var i = 0; i < 5; i++)
            Assert.Equal(ErrorCodes.GatewayUnavailable, Assert.IsType<GatewayNotExecuted>(await never.Send()).Code);
        Assert.Equal(0, CountOf(world, operation));

        using var other = new SandboxWorld();
        var once = await CallAsync(other, operation, "down_1");
        Assert.IsType<GatewayNotExecuted>(await once.Send());
        Assert.IsType<GatewaySucceeded>(await once.Send());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Slow_AnswersGoodAfterTheDelay_TheEffectIsThereBefore(string operation)
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, operation, "slow");

        var answering = call.Send();
        Assert.Equal(1, CountOf(world, operation));

        Assert.IsType<GatewaySucceeded>(await answering);
    }

    [Fact]
    public async Task Late_NotFoundUntilTheDelayHasPassed_AndOneEffect()
    {
        using var world = new SandboxWorld();
        var call = await CallAsync(world, "authorise", "late");

        Assert.IsType<GatewayUnknown>(await call.Send());
        Assert.IsType<LookupNotFound>(await call.LookUp());
        Assert.IsType<GatewayNotExecuted>(await call.Send());
        world.Clock.Advance(world.Options.LateDelay);

        Assert.IsType<LookupFound>(await call.LookUp());
        Assert.IsType<GatewaySucceeded>(await call.Send());
        Assert.Equal(1, CountOf(world, "authorise"));
    }

    [Fact]
    public async Task GarbageAfter_IsUnknownAndTookEffect()
    {
        using var world = new SandboxWorld();

        Assert.IsType<GatewayUnknown>(await world.AuthoriseAsync("tok_garbage_after"));
        Assert.Equal(1, CountOf(world, "authorise"));
    }

    [Fact]
    public async Task Timeout_Cancelled_ThrowsAndTheCallIsLogged()
    {
        using var world = new SandboxWorld();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Payment.AuthoriseAsync(
            new(SandboxWorld.Key(StepNames.AuthorisePayment), "tok_timeout_after", SandboxWorld.Price), cancel.Token));

        Assert.Equal(1, CountOf(world, "authorise"));
    }

    private static async Task<(Func<Task<GatewayAnswer>> Send, Func<Task<LookupAnswer>> LookUp)> CallAsync(SandboxWorld world, string operation, string words)
    {
        var dashed = words.Replace('_', '-');
        switch (operation)
        {
            case "authorise":
                return (() => world.AuthoriseAsync("tok_" + words), () => world.Payment.LookUpAsync(SandboxWorld.Key(StepNames.AuthorisePayment), CancellationToken.None));
            case "capture":
                var token = "tok_capture_" + words;
                var authorised = Assert.IsType<GatewaySucceeded>(await world.AuthoriseAsync(token));
                return (() => world.CaptureAsync(authorised.ExternalId, token), () => world.Payment.LookUpAsync(SandboxWorld.Key(StepNames.CapturePayment), CancellationToken.None));
            case "scan":
                return (() => world.ScanAsync($"ana+fraud-{dashed}@example.test"), () => world.Fraud.LookUpAsync(SandboxWorld.Key(StepNames.FraudScan), CancellationToken.None));
            case "issue":
                var prefix = "V" + words.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
                return (() => world.IssueAsync(prefix + "-spa"), () => world.Vouchers.LookUpAsync(SandboxWorld.Key(StepNames.IssueVouchers, "1.1"), CancellationToken.None));
            case "send":
                return (() => world.SendAsync($"ana+mail-{dashed}@example.test"), () => world.Mail.LookUpAsync(SandboxWorld.Key(StepNames.NotifyCustomer), CancellationToken.None));
            default:
                throw new ArgumentOutOfRangeException(nameof(operation));
        }
    }

    private static int CountOf(SandboxWorld world, string operation)
    {
        using var ledger = world.Ledger();
        return ledger.Effects().Count(effect => effect.Operation == operation && effect.TookEffect);
    }
}
