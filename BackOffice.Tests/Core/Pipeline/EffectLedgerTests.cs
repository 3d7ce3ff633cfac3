using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

public sealed class EffectLedgerTests
{
    private static readonly GatewayTerms s_terms = new(TimeSpan.FromHours(24), CanLookUp: true);
    private readonly MemoryStore _store = new();
    private readonly TestClock _clock = new();
    private readonly PipelineOptions _options = new();
    private readonly List<string> _sent = [];

    private OrderWriter Orders => new(_store, _clock);

    private EffectLedger Ledger => new(Orders, new EffectResults(_options), _options, _clock);

    [Fact]
    public async Task Run_BeforeTheCall_IntentIsCommitted()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        EffectState? seen = null;

        var outcome = await RunAsync(async effect =>
        {
            seen = (await EffectsAsync()).Single(stored => stored.Key == effect.Key).State;
            return new GatewaySucceeded("auth_1");
        });

        Assert.Equal(EffectState.Sent, seen);
        Assert.IsType<EffectDone>(outcome);
        var head = (await Orders.ReadAsync(SampleOrders.Id, default))!.Head;
        Assert.Equal(PaymentStatus.Authorised, head.Payment);
        Assert.Equal(new Money(8_900, "USD"), head.Tenders[0].Authorised);
    }

    [Fact]
    public async Task Run_StoreRefusesIntent_NothingIsSent()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        _store.Refuse = _ => new Unavailable("store.full", "The disk is full.");

        var outcome = await RunAsync(_ => Answer(new GatewaySucceeded("auth_1")));

        Assert.IsType<EffectNotWritten>(outcome);
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task Run_SucceededBefore_ReturnsStoredOutcomeWithoutSending()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        await RunAsync(_ => Answer(new GatewaySucceeded("auth_1")));

        var again = await RunAsync(_ => Answer(new GatewaySucceeded("auth_2")), handOut: "h-2");

        Assert.Equal("auth_1", Assert.IsType<EffectDone>(again).Effect.ExternalId);
        Assert.Single(_sent);
    }

    [Fact]
    public Task Run_NoAnswer_IsUnknownAndNeverFailed() => NoAnswerIsUnknownAsync();

    [Fact]
    public async Task Run_Throws_IsUnknown()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);

        var outcome = await RunAsync(_ => throw new HttpRequestException("reset"));

        Assert.IsType<EffectNotKnown>(outcome);
        Assert.Equal(EffectState.Unknown, (await EffectsAsync()).Single().State);
    }

    [Fact]
    public async Task Run_FindsSentOfALostWorker_IsUnknownAndNotSentAgain()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        using var crash = new CancellationTokenSource();
        var hanging = new TaskCompletionSource<GatewayAnswer>();
        var lost = RunAsync(_ => hanging.Task);

        var outcome = await RunAsync(_ => Answer(new GatewaySucceeded("auth_2")), handOut: "h-2");

        Assert.IsType<EffectNotKnown>(outcome);
        Assert.Single(_sent);
        Assert.Equal(Headline.Unknown, (await Orders.ReadAsync(SampleOrders.Id, default))!.Head.Headline);

        // The lost worker was only slow: its answer still counts.
        hanging.SetResult(new GatewaySucceeded("auth_1"));
        await lost;
        var settled = (await EffectsAsync()).Single();
        Assert.Equal((EffectState.Succeeded, "auth_1"), (settled.State, settled.ExternalId));
        Assert.Equal(0, (await Orders.ReadAsync(SampleOrders.Id, default))!.Head.UnknownEffects);
    }

    [Fact]
    public Task Run_NotExecuted_SendsTheSameKeyAgain() => RetryKeepsTheKeyAsync();

    [Fact]
    public async Task Run_Declined_IsNotSentAgainUntilAPersonLetsIt()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        await RunAsync(_ => Answer(new GatewayRefused(ErrorCodes.CardDeclined, "declined")));

        var again = await RunAsync(_ => Answer(new GatewaySucceeded("auth_2")), handOut: "h-2");
        Assert.IsType<EffectRefused>(again);
        Assert.Single(_sent);

        await Orders.ChangeAsync(
            SampleOrders.Id,
            draft =>
            {
                draft.Put(draft.Effects().Single() with { TryAgain = true });
                return null;
            },
            default);
        var third = await RunAsync(_ => Answer(new GatewaySucceeded("auth_2")), handOut: "h-3");

        Assert.IsType<EffectDone>(third);
        Assert.Equal([$"{SampleOrders.Id}/checkout/authorise-payment/1/1", $"{SampleOrders.Id}/checkout/authorise-payment/1/2"], _sent);
    }

    [Fact]
    public async Task Run_OrderOfSomebodyElse_SendsNothing()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);

        var outcome = await RunAsync(_ => Answer(new GatewaySucceeded("auth_1")), owner: "batch:payment:20261123T024500");

        Assert.IsType<EffectLeaseLost>(outcome);
        Assert.Empty(_sent);
    }

    [Fact]
    public Task Run_LeaseLostDuringTheCall_OutcomeIsRecorded() => LeaseLostKeepsTheOutcomeAsync();

#if DEBUG
    [Theory]
    [InlineData(SeededBugs.OutcomeDroppedWithLease)]
    [InlineData(SeededBugs.UnknownIsFailed)]
    [InlineData(SeededBugs.KeyPerTry)]
    public async Task SeededBug_IsNoticed(string bug)
    {
        Func<Task> check = bug switch
        {
            SeededBugs.OutcomeDroppedWithLease => LeaseLostKeepsTheOutcomeAsync,
            SeededBugs.UnknownIsFailed => NoAnswerIsUnknownAsync,
            _ => RetryKeepsTheKeyAsync,
        };
        SeededBugs.Plant(bug);

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(check);
    }
#endif

    private async Task NoAnswerIsUnknownAsync()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);

        var outcome = await RunAsync(_ => Answer(new GatewayUnknown("timed out")));

        Assert.IsType<EffectNotKnown>(outcome);
        var head = (await Orders.ReadAsync(SampleOrders.Id, default))!.Head;
        Assert.Equal((Headline.Unknown, 1), (head.Headline, head.UnknownEffects));
        Assert.Equal(_clock.GetUtcNow() + _options.LookUpAfter[0], head.NextLookupAt);
        Assert.IsType<EffectNotKnown>(await RunAsync(_ => Answer(new GatewaySucceeded("auth_2")), handOut: "h-2"));
        Assert.Single(_sent);
    }

    private async Task RetryKeepsTheKeyAsync()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);

        var first = await RunAsync(_ => Answer(new GatewayNotExecuted(ErrorCodes.GatewayBusy, "busy")));
        var second = await RunAsync(_ => Answer(new GatewaySucceeded("auth_1")), handOut: "h-2");

        Assert.IsType<EffectNotExecuted>(first);
        Assert.Equal(2, Assert.IsType<EffectDone>(second).Effect.Sends);
        Assert.Equal(2, _sent.Count);
        Assert.Single(_sent.Distinct());
    }

    private async Task LeaseLostKeepsTheOutcomeAsync()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);

        var outcome = await RunAsync(async _ =>
        {
            await Orders.ChangeAsync(
                SampleOrders.Id,
                draft =>
                {
                    draft.Head = Lease.Claim(draft.Head, "batch:payment:20261123T024500", _clock.GetUtcNow(), TimeSpan.FromMinutes(1));
                    return null;
                },
                default);
            return new GatewaySucceeded("auth_1");
        });

        Assert.IsType<EffectLeaseLost>(outcome);
        var draft = await Orders.ReadAsync(SampleOrders.Id, default);
        Assert.Equal((EffectState.Succeeded, "auth_1"), (draft!.Effects().Single().State, draft.Effects().Single().ExternalId));
        Assert.Equal(LedgerType.Authorise, Assert.Single(draft.Ledger()).Type);
        Assert.Equal("batch:payment:20261123T024500", draft.Head.Route.Owner);
    }

    [Theory]
    [InlineData(ErrorCodes.OrderInvalid, EffectState.Unknown)]
    [InlineData(ErrorCodes.LeaseLost, EffectState.Planned)]
    public async Task Run_SentAndNotKnownThere_AndNowForbidden_IsNeverTakenForUndone(string refusal, EffectState expected)
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        await RunAsync(_ => Answer(new GatewayUnknown("reset")));
        await Orders.ChangeAsync(
            SampleOrders.Id,
            draft =>
            {
                var unknown = draft.Effects().Single();
                Ledger.Settle(draft, unknown with { Lookups = 1, NotFounds = 1 }, new GatewayNotExecuted(ErrorCodes.GatewayUnavailable, "Not known."), unknown.Owner);
                return null;
            },
            default);

        var outcome = await RunAsync(_ => Answer(new GatewaySucceeded("auth_1")), handOut: "h-2", guard: _ => new StepFailed(refusal, "No."));

        Assert.Single(_sent);
        var draft = await Orders.ReadAsync(SampleOrders.Id, default);
        Assert.Equal((expected, expected is EffectState.Unknown ? 1 : 0), (draft!.Effects().Single().State, draft.Head.UnknownEffects));
        Assert.Equal(expected is EffectState.Unknown, outcome is EffectNotKnown);
    }

    [Fact]
    public async Task Run_NeverSent_AndForbidden_IsRefused()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);

        Assert.IsType<EffectRefused>(await RunAsync(_ => Answer(new GatewaySucceeded("auth_1")), guard: _ => new StepFailed(ErrorCodes.OrderInvalid, "No.")));
        Assert.Empty(await EffectsAsync());
    }

    private Task<EffectOutcome> RunAsync(
        Func<Effect, Task<GatewayAnswer>> send, string handOut = "h-1", string owner = "GC-4417-0932-1", Func<OrderDraft, StepFailed?>? guard = null) =>
        Ledger.RunAsync(
            new EffectRun
            {
                Step = new StepContext(SampleOrders.Id, EffectKey.Checkout, owner, handOut, null),
                StepName = StepNames.AuthorisePayment,
                Kind = EffectKind.Authorise,
                Unit = "1",
                Amount = new Money(8_900, "USD"),
                Terms = s_terms,
                Guard = guard,
                Send = (_, effect) =>
                {
                    _sent.Add(effect.Key.ToString());
                    return send(effect);
                },
            },
            CancellationToken.None);

    private async Task<IReadOnlyList<Effect>> EffectsAsync() => [.. (await Orders.ReadAsync(SampleOrders.Id, default))!.Effects()];

    private static Task<GatewayAnswer> Answer(GatewayAnswer answer) => Task.FromResult(answer);
}
