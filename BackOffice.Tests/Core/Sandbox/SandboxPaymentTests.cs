using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class SandboxPaymentTests
{
    [Fact]
    public async Task Authorise_SameKeyAndRequest_ReturnsTheFirstAnswerAndActsOnce()
    {
        using var world = new SandboxWorld();

        var first = await world.AuthoriseAsync("tok_ok");
        world.Restart();
        var second = await world.AuthoriseAsync("tok_ok");

        Assert.Equal(first, second);
        Assert.IsType<GatewaySucceeded>(first);
        using var ledger = world.Ledger();
        Assert.Equal(1, ledger.CountEffects());
        Assert.Equal(["took effect", "repeated"], ledger.Calls().Select(call => call.Done));
    }

    [Fact]
    public async Task Authorise_SameKeyOtherAmount_IsRefusedAsMismatch()
    {
        using var world = new SandboxWorld();
        await world.AuthoriseAsync("tok_ok");

        var answer = await world.AuthoriseAsync("tok_ok", amount: new Money(1, "USD"));

        Assert.Equal(ErrorCodes.KeyMismatch, Assert.IsType<GatewayRefused>(answer).Code);
        using var ledger = world.Ledger();
        Assert.Equal(1, ledger.CountEffects());
        Assert.Equal("mismatch", ledger.Calls().Last().Done);
    }

    [Fact]
    public async Task Authorise_KeyOfADecline_StaysDeclined()
    {
        using var world = new SandboxWorld();

        var first = await world.AuthoriseAsync("tok_declined_1");
        var again = await world.AuthoriseAsync("tok_declined_1");
        var nextAttempt = await world.AuthoriseAsync("tok_declined_1", attempt: 2);

        Assert.Equal(ErrorCodes.CardDeclined, Assert.IsType<GatewayRefused>(first).Code);
        Assert.Equal(first, again);
        Assert.IsType<GatewaySucceeded>(nextAttempt);
        using var ledger = world.Ledger();
        Assert.Equal(1, ledger.CountEffects());
    }

    [Fact]
    public async Task Authorise_KeyPastItsLifetime_ActsAgainAndTheLedgerTellsIt()
    {
        using var world = new SandboxWorld();
        await world.AuthoriseAsync("tok_ok");
        world.Clock.Advance(world.Options.KeyLifetime - TimeSpan.FromSeconds(1));
        await world.AuthoriseAsync("tok_ok");
        using (var before = world.Ledger())
            Assert.Empty(before.EffectsByKey(2));

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.AuthoriseAsync("tok_ok");

        using var after = world.Ledger();
        Assert.Equal(2, Assert.Single(after.EffectsByKey(2)).Effects);
    }

    [Fact]
    public async Task LookUp_KeyPastItsLifetime_IsStillFound()
    {
        using var world = new SandboxWorld();
        var answer = await world.AuthoriseAsync("tok_ok");
        world.Clock.Advance(world.Options.KeyLifetime * 2);

        var found = await world.Payment.LookUpAsync(SandboxWorld.Key(StepNames.AuthorisePayment), CancellationToken.None);

        Assert.Equal(new LookupFound(answer), found);
    }

    [Fact]
    public async Task Authorise_AmountOfZero_IsRefused()
    {
        using var world = new SandboxWorld();

        Assert.IsType<GatewayRefused>(await world.AuthoriseAsync("tok_ok", amount: Money.Zero("USD")));
    }

    [Fact]
    public async Task Capture_OfWhatWasAuthorised_TakesEffectOnce()
    {
        using var world = new SandboxWorld();
        var authorisation = Assert.IsType<GatewaySucceeded>(await world.AuthoriseAsync("tok_ok"));

        var captured = await world.CaptureAsync(authorisation.ExternalId);
        var again = await world.CaptureAsync(authorisation.ExternalId);
        var secondTime = await world.CaptureAsync(authorisation.ExternalId, unit: "2");

        Assert.IsType<GatewaySucceeded>(captured);
        Assert.Equal(captured, again);
        Assert.Equal(ErrorCodes.CaptureRefused, Assert.IsType<GatewayRefused>(secondTime).Code);
        using var ledger = world.Ledger();
        Assert.Single(ledger.Effects(), effect => effect is { Operation: "capture", TookEffect: true });
    }

    [Theory]
    [InlineData(17801, "USD")]
    [InlineData(0, "USD")]
    [InlineData(-5, "USD")]
    [InlineData(17800, "BRL")]
    public async Task Capture_AmountThatWasNotAuthorised_IsRefusedAndUsesNothingUp(long minor, string unit)
    {
        using var world = new SandboxWorld();
        var authorisation = Assert.IsType<GatewaySucceeded>(await world.AuthoriseAsync("tok_ok"));

        var refused = await world.CaptureAsync(authorisation.ExternalId, amount: new Money(minor, unit), unit: "2");
        var good = await world.CaptureAsync(authorisation.ExternalId);

        Assert.Equal(ErrorCodes.CaptureRefused, Assert.IsType<GatewayRefused>(refused).Code);
        Assert.IsType<GatewaySucceeded>(good);
    }

    [Theory]
    [InlineData("auth_0000000099")]
    [InlineData("cap_0000000001")]
    [InlineData("auth_")]
    [InlineData("")]
    public async Task Capture_UnknownAuthorisation_IsRefused(string reference)
    {
        using var world = new SandboxWorld();

        var answer = await world.CaptureAsync(reference);

        Assert.Equal(ErrorCodes.CaptureRefused, Assert.IsType<GatewayRefused>(answer).Code);
    }

    /// <summary>After a fresh start of the sandbox a stored reference may name what another order did since.</summary>
    [Fact]
    public async Task Capture_AuthorisationOfAnotherOrder_IsRefusedAndUsesNothingUp()
    {
        using var world = new SandboxWorld();
        var theirs = Assert.IsType<GatewaySucceeded>(await world.AuthoriseAsync("tok_ok"));

        var refused = await world.Payment.CaptureAsync(
            new(SandboxWorld.Key(StepNames.CapturePayment, order: "GC-OTHER-0001"), theirs.ExternalId, "tok_ok", SandboxWorld.Price), CancellationToken.None);
        var good = await world.CaptureAsync(theirs.ExternalId);

        Assert.Equal("There is no such authorisation.", Assert.IsType<GatewayRefused>(refused).Message);
        Assert.IsType<GatewaySucceeded>(good);
    }

    [Fact]
    public async Task Authorise_DuplicateCallback_CallbackComesTwiceBeforeTheAnswer()
    {
        var receiver = new RecordingCallbacks();
        using var world = new SandboxWorld(receiver);

        var answer = await world.AuthoriseAsync("tok_duplicate_callback");
        await world.AuthoriseAsync("tok_duplicate_callback");

        Assert.Equal(2, receiver.Received.Count);
        Assert.All(receiver.Received, callback => Assert.Equal(answer, callback.Answer));
        using var ledger = world.Ledger();
        Assert.Equal(["delivered", "delivered"], ledger.Callbacks().Select(callback => callback.Outcome));
    }

    [Fact]
    public async Task Authorise_CallbackThatFails_IsLoggedAndTheAnswerStands()
    {
        using var world = new SandboxWorld(new RecordingCallbacks { Fails = true });

        var answer = await world.AuthoriseAsync("tok_duplicate_callback");

        Assert.IsType<GatewaySucceeded>(answer);
        using var ledger = world.Ledger();
        Assert.All(ledger.Callbacks(), callback => Assert.StartsWith("failed", callback.Outcome, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Authorise_ManyAtOnceWithOneKey_ActsOnce()
    {
        using var world = new SandboxWorld();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => world.AuthoriseAsync("tok_ok"))));

        Assert.Single(answers.Distinct());
        using var ledger = world.Ledger();
        Assert.Equal(1, ledger.CountEffects());
        Assert.Equal(16, ledger.CountCalls());
    }

    private sealed class RecordingCallbacks : IPaymentCallbacks
    {
        public bool Fails { get; init; }

        public List<PaymentCallback> Received { get; } = [];

        public Task ReceiveAsync(PaymentCallback callback, CancellationToken cancellationToken)
        {
            Received.Add(callback);
            return Fails ? throw new InvalidOperationException("not now") : Task.CompletedTask;
        }
    }
}
