using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Fulfilment;

public sealed class VoucherCommandsTests
{
    private readonly PipelineLab _lab = new();
    private readonly Actor _lead = PipelineLab.Person("op|2", "Lena Marlow", Role.SupportLead);

    [Fact]
    public async Task Delivered_FollowsFromTheOrdersMessage_AndKeptBackFromTheMoney()
    {
        var order = await _lab.DeliverAsync(quantity: 2);

        Assert.All((await _lab.DraftAsync(order.Id)).Vouchers(), voucher => Assert.Equal(VoucherState.Delivered, voucher.State));
        var before = VoucherStanding.Of(SampleVouchers.Of(VoucherState.Issued), order with { NotifiedAt = null, Payment = PaymentStatus.Authorised });
        Assert.Equal(VoucherState.KeptBack, before.State);
    }

    [Fact]
    public async Task Void_IssuerConfirms_IsVoid_AndItsCodeStaysTakenForEver()
    {
        var order = await _lab.DeliverAsync();
        var code = (await _lab.VoucherAsync(order.Id)).CodeHash;

        var outcome = await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order.Id), _lead, default);

        Assert.Contains("is void", outcome.Value.Message, StringComparison.Ordinal);
        Assert.Equal(VoucherState.Void, (await _lab.VoucherAsync(order.Id)).State);
        Assert.Equal(FulfilmentStatus.Reversed, (await _lab.HeadAsync(order.Id)).Fulfilment);
        Assert.Equal(order.Subject, Assert.Single(await _lab.Store.FindAsync(KeyClasses.VoucherCode, code, false, 2, default)));
        Assert.Equal([AuditActions.VoucherVoidAsked, AuditActions.VoucherVoided], await ActionsAsync(order.Id, "voucher."));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Void_WhileTheMoneyMayBeTaken_WaitsForTheLookUp(bool lookedUp)
    {
        var order = await _lab.DeliverAsync();
        await _lab.Orders.ChangeAsync(
            order.Id,
            draft =>
            {
                var captured = draft.Effects().Single(effect => effect.Kind is EffectKind.Capture);
                draft.Put(captured with { State = lookedUp ? EffectState.Planned : EffectState.Unknown, NotFounds = lookedUp ? 1 : 0 });
                return null;
            },
            default);

        var refused = await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order.Id), _lead, default);

        Assert.Equal("voucher.order-unknown", refused.Error?.Code);
        Assert.Equal(VoucherState.Delivered, (await _lab.VoucherAsync(order.Id)).State);
    }

    [Fact]
    public async Task Void_SameCommandTwice_AsksTheIssuerOnce()
    {
        var order = await _lab.DeliverAsync();
        var command = await _lab.CommandAsync(order.Id);
        await _lab.Vouchers.VoidAsync(command, _lead, default);

        var again = await _lab.Vouchers.VoidAsync(command, _lead, default);

        Assert.True(again.Value.Repeated);
        Assert.Single(_lab.Gateways.Calls, call => call.Contains(StepNames.VoidVoucher, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Void_WithoutAnAnswer_IsSuspendedAndUnknown_UntilTheLookUpConfirmsIt()
    {
        var order = await _lab.DeliverAsync();
        _lab.Gateways.Answer = key => key.Step == StepNames.VoidVoucher ? _lab.Gateways.TakeEffectSilently(key) : null;

        var outcome = await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order.Id), _lead, default);

        Assert.Contains("not known yet", outcome.Value.Message, StringComparison.Ordinal);
        var voucher = await _lab.VoucherAsync(order.Id);
        Assert.Equal((VoucherState.Suspended, "command-1"), (voucher.State, voucher.VoidAsked?.Operation));
        Assert.Equal(Headline.Unknown, (await _lab.HeadAsync(order.Id)).Headline);

        await _lab.Reconciler.LookAsync(order.Id, now: true, default);

        Assert.Equal(VoucherState.Void, (await _lab.VoucherAsync(order.Id)).State);
        Assert.Equal(Headline.Done, (await _lab.HeadAsync(order.Id)).Headline);
        Assert.Single(_lab.Gateways.Calls, call => call.Contains(StepNames.VoidVoucher, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Void_UnknownAndNotFound_IsSentAgainUnderTheSameKey_ByTheKeeper()
    {
        var order = await _lab.DeliverAsync();
        var lost = true;
        _lab.Gateways.Answer = key => key.Step == StepNames.VoidVoucher && lost ? new GatewayUnknown("lost") : null;
        await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order.Id), _lead, default);
        lost = false;

        await _lab.Reconciler.LookAsync(order.Id, now: true, default);
        _lab.Clock.Advance(TimeSpan.FromHours(1));
        await _lab.Keeper.LookAsync(order.Id, default);

        Assert.Equal(VoucherState.Void, (await _lab.VoucherAsync(order.Id)).State);
        Assert.Single(_lab.Gateways.Calls.Where(call => call.Contains(StepNames.VoidVoucher, StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public async Task Void_BegunAndInterrupted_IsFinishedByTheKeeper()
    {
        var order = await _lab.DeliverAsync();
        var head = await _lab.HeadAsync(order.Id);
        await _lab.Orders.ChangeAsync(
            order.Id,
            draft =>
            {
                var now = _lab.Clock.GetUtcNow();
                var begun = VoucherMoves.BeginVoid(draft.Voucher("01.01")!, "command-9", "A crash.", now).Value;
                draft.Put(begun with { Pending = new("command-9", PendingKind.Void, "op|2", "Lena Marlow", "A crash.", now, now.AddSeconds(30)) });
                return null;
            },
            default);
        Assert.Equal(_lab.Clock.GetUtcNow().AddSeconds(30), (await _lab.HeadAsync(order.Id)).VoucherDueAt);
        Assert.Empty(await _lab.Store.DueAsync(DueKinds.Vouchers, _lab.Clock.GetUtcNow(), 10, default));

        _lab.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Single(await _lab.Store.DueAsync(DueKinds.Vouchers, _lab.Clock.GetUtcNow(), 10, default));
        await _lab.Keeper.LookAsync(order.Id, default);

        Assert.Equal(VoucherState.Void, (await _lab.VoucherAsync(order.Id)).State);
        Assert.Null((await _lab.HeadAsync(order.Id)).VoucherDueAt);
        Assert.True((await _lab.HeadAsync(order.Id)).Version > head.Version);
    }

    [Fact]
    public async Task Void_MerchantRedeemedItOffLine_IsRefused_AndAFindingForAPerson()
    {
        var order = await _lab.DeliverAsync();
        _lab.Gateways.Answer = key => key.Step == StepNames.VoidVoucher ? new GatewayRefused(ErrorCodes.VoucherRedeemed, "The merchant has redeemed it.") : null;

        var outcome = await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order.Id), _lead, default);

        Assert.Equal("voucher.refused", outcome.Error?.Code);
        var voucher = await _lab.VoucherAsync(order.Id);
        Assert.Equal(VoucherState.Delivered, voucher.State);
        Assert.Equal("issuer", Assert.Single(voucher.Late).By);
        Assert.Equal(AttentionStatus.NeedsOps, (await _lab.HeadAsync(order.Id)).Attention);

        var settled = await _lab.Vouchers.SettleLateAsync(
            new SettleLateRedemption(order.Id, "01.01", voucher.Late[0].RedemptionId, "command-2", (await _lab.HeadAsync(order.Id)).Version, "The merchant reports it tonight."), _lead, default);
        Assert.True(settled.IsSuccess, settled.Error?.Message);
        Assert.Equal(AttentionStatus.None, (await _lab.HeadAsync(order.Id)).Attention);
    }

    [Fact]
    public async Task Reissue_ExchangesBothInOneCommit_AndSendsTheNewOne()
    {
        var order = await _lab.DeliverAsync();
        var live = new List<int>();
        _lab.Store.Refuse = change =>
        {
            live.Add(change.Children.Count(child => child.Kind == ChildKinds.Voucher && child.Json.ToArray().AsSpan().IndexOf("\"state\":\"issued\""u8) >= 0));
            return null;
        };

        var outcome = await _lab.Vouchers.ReissueAsync(await _lab.CommandAsync(order.Id), _lead, default);

        Assert.True(outcome.IsSuccess, outcome.Error?.Message);
        var (old, successor) = (await _lab.VoucherAsync(order.Id), await _lab.VoucherAsync(order.Id, "01.01-2"));
        Assert.Equal((VoucherState.Reissued, "01.01-2"), (old.State, old.SuccessorId));
        Assert.Equal((VoucherState.Delivered, "01.01"), (successor.State, successor.PredecessorId));
        Assert.Single(successor.Deliveries);
        Assert.NotEqual(old.CodeHash, successor.CodeHash);
        Assert.Single((await _lab.DraftAsync(order.Id)).Vouchers(), voucher => voucher.IsLive);
        Assert.Equal(FulfilmentStatus.Done, (await _lab.HeadAsync(order.Id)).Fulfilment);
        Assert.Single(live, count => count == 1);
    }

    [Fact]
    public async Task Reissue_LeavingTheOldAlive_IsNotPossible_WhenTheVoidIsRefused()
    {
        var order = await _lab.DeliverAsync();
        _lab.Gateways.Answer = key => key.Step == StepNames.VoidVoucher && !key.Unit.EndsWith(".new", StringComparison.Ordinal) ? new GatewayRefused(ErrorCodes.VoucherRefused, "No.") : null;

        var outcome = await _lab.Vouchers.ReissueAsync(await _lab.CommandAsync(order.Id), _lead, default);

        Assert.Equal("voucher.refused", outcome.Error?.Code);
        var voucher = Assert.Single((await _lab.DraftAsync(order.Id)).Vouchers());
        Assert.Equal(VoucherState.Delivered, voucher.State);
        Assert.Null(voucher.Pending);
        Assert.Contains(_lab.Gateways.Calls, call => call.EndsWith("/1.1.new/1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reissue_NewCodeRefused_LeavesTheOldAsItWas()
    {
        var order = await _lab.DeliverAsync();
        _lab.Gateways.Answer = key => key.Step == StepNames.IssueVouchers ? new GatewayRefused(ErrorCodes.VoucherRefused, "The offer is closed.") : null;

        var outcome = await _lab.Vouchers.ReissueAsync(await _lab.CommandAsync(order.Id), _lead, default);

        Assert.Equal("voucher.refused", outcome.Error?.Code);
        Assert.Equal((VoucherState.Delivered, null), ((await _lab.VoucherAsync(order.Id)).State, (await _lab.VoucherAsync(order.Id)).Pending));
        Assert.DoesNotContain(_lab.Gateways.Calls, call => call.Contains(StepNames.VoidVoucher, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resend_KeepsProof_AndIsThrottled()
    {
        var order = await _lab.DeliverAsync();
        for (var i = 1; i <= _lab.VoucherOptions.ResendsAnHour; i++)
            Assert.True((await ResendAsync(order.Id, "resend-" + i)).IsSuccess);

        var tooOften = await ResendAsync(order.Id, "resend-9");

        Assert.Equal("voucher.resend-often", tooOften.Error?.Code);
        var voucher = await _lab.VoucherAsync(order.Id);
        Assert.Equal(["resend-1", "resend-2", "resend-3"], voucher.Deliveries.Select(delivery => delivery.Operation));
        Assert.All(voucher.Deliveries, delivery => Assert.Equal(("d•••@e•••.com", "ref-notify-customer"), (delivery.Masked, delivery.Reference)));
        _lab.Clock.Advance(TimeSpan.FromHours(2));
        Assert.True((await ResendAsync(order.Id, "resend-10")).IsSuccess);
    }

    [Fact]
    public async Task Resend_FirstMessageIsUnknown_WaitsForItsOutcome()
    {
        var order = await _lab.DeliverAsync();
        await SetMessageAsync(order.Id, EffectState.Unknown);

        var check = await _lab.Vouchers.CheckResendAsync(order.Id, _lead, default);
        var refused = await ResendAsync(order.Id, "resend-1");
        await SetMessageAsync(order.Id, EffectState.Succeeded);
        var known = await ResendAsync(order.Id, "resend-2");

        Assert.StartsWith("We do not know yet whether the first message", check.Value.WhyNot?.ToString(), StringComparison.Ordinal);
        Assert.Equal("voucher.order-unknown", refused.Error?.Code);
        Assert.True(known.IsSuccess, known.Error?.Message);
    }

    [Fact]
    public async Task Resend_ToAnAddressThatChanged_WarnsAndNeedsToBeAccepted()
    {
        var order = await _lab.DeliverAsync();
        await _lab.Orders.ChangeAsync(
            order.Id,
            draft =>
            {
                draft.Head = draft.Head with { Customer = draft.Head.Customer with { Email = "attacker@evil.test" } };
                return null;
            },
            default);

        var check = await _lab.Vouchers.CheckResendAsync(order.Id, _lead, default);
        var refused = await ResendAsync(order.Id, "resend-1");
        var accepted = await ResendAsync(order.Id, "resend-2", accept: true);

        Assert.True(check.Value.AddressChanged);
        Assert.Equal(("d•••@e•••.com", "a•••@e•••.test"), (check.Value.LastTo, check.Value.To));
        Assert.Equal("voucher.address-changed", refused.Error?.Code);
        Assert.True(accepted.IsSuccess, accepted.Error?.Message);
    }

    [Fact]
    public async Task Suspend_ThenRelease_AndARefundsSuspensionIsNotReleasedByPeople()
    {
        var order = await _lab.DeliverAsync();
        await _lab.Vouchers.SuspendAsync(await _lab.CommandAsync(order.Id), _lead, default);
        await _lab.Orders.ChangeAsync(
            order.Id, draft => VoucherChanges.Suspend(draft, "01.01", new VoucherCause(Actor.System("refunds"), "refund-1", "A refund is under way.", _lab.Clock.GetUtcNow())), default);

        Assert.True((await _lab.Vouchers.ReleaseAsync(await _lab.CommandAsync(order.Id, command: "command-2"), _lead, default)).IsSuccess);
        Assert.Equal(VoucherState.Suspended, (await _lab.VoucherAsync(order.Id)).State);
        var second = await _lab.Vouchers.ReleaseAsync(await _lab.CommandAsync(order.Id, command: "command-3"), _lead, default);

        Assert.Equal("voucher.held-by-act", second.Error?.Code);
        await _lab.Orders.ChangeAsync(
            order.Id, draft => VoucherChanges.Release(draft, "01.01", new VoucherCause(Actor.System("refunds"), "refund-1", "The refund was cancelled.", _lab.Clock.GetUtcNow())), default);
        Assert.Equal(VoucherState.Delivered, (await _lab.VoucherAsync(order.Id)).State);
    }

    [Fact]
    public async Task Extend_WithinTheLimitOfConfiguration_OrTheOffersOwnTerms()
    {
        var end = _lab.Clock.GetUtcNow().AddDays(10);
        var order = await _lab.DeliverAsync(change: head => head with
        {
            Lines = [head.Lines[0] with { PromoValue = new Money(12_000, "USD"), PromoExpiresAt = end, ExtendableUntil = end.AddDays(5), Zone = "America/New_York" }],
        });

        var far = await ExtendAsync(order.Id, DateOnly.FromDateTime(end.AddDays(20).UtcDateTime), "command-1");
        var near = await ExtendAsync(order.Id, DateOnly.FromDateTime(end.AddDays(3).UtcDateTime), "command-2");

        Assert.Equal("voucher.extend-limit", far.Error?.Code);
        Assert.True(near.IsSuccess, near.Error?.Message);
        Assert.Equal(5, (await _lab.VoucherAsync(order.Id)).PromoExpiresAt?.Hour);
    }

    [Fact]
    public async Task Keeper_AtTheEndOfThePromotion_RecordsItOnce_AndThePaidValueStays()
    {
        var end = _lab.Clock.GetUtcNow().AddDays(10);
        var order = await _lab.DeliverAsync(quantity: 20, change: head => head with { Lines = [head.Lines[0] with { PromoValue = new Money(12_000, "USD"), PromoExpiresAt = end }] });
        Assert.Equal(end, (await _lab.HeadAsync(order.Id)).VoucherDueAt);

        _lab.Clock.Advance(TimeSpan.FromDays(10));
        await _lab.Keeper.LookAsync(order.Id, default);
        var version = (await _lab.HeadAsync(order.Id)).Version;
        await _lab.Keeper.LookAsync(order.Id, default);

        Assert.All((await _lab.DraftAsync(order.Id)).Vouchers(), voucher => Assert.Equal((VoucherState.Delivered, end), (voucher.State, voucher.PromoExpiredAt)));
        Assert.Equal((version, null), ((await _lab.HeadAsync(order.Id)).Version, (await _lab.HeadAsync(order.Id)).VoucherDueAt));
        Assert.Equal(20, (await _lab.Store.CountersAsync("happened:", default)).Single(pair => pair.Key.EndsWith("voucher-promotion-ended", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task Reveal_ShowsTheCodeForAMinute_IsAuditedWithoutIt_AndTheVoucherIsNotViewed()
    {
        var order = await _lab.DeliverAsync();
        var code = await _lab.CodeAsync(order.Id);

        var revealed = await _lab.Vouchers.RevealAsync(await _lab.CommandAsync(order.Id), _lead, default);

        Assert.Equal((code, _lab.Clock.GetUtcNow().AddSeconds(60)), (revealed.Value.Code, revealed.Value.Until));
        Assert.DoesNotContain(code, revealed.Value.ToString(), StringComparison.Ordinal);
        Assert.Equal(VoucherState.Delivered, (await _lab.VoucherAsync(order.Id)).State);
        Assert.Equal([AuditActions.VoucherCodeRevealed], await ActionsAsync(order.Id, "voucher."));
        var audit = await _lab.Store.AuditAsync(new AuditQuery(), null, 100, default);
        Assert.DoesNotContain(audit.Items, entry => System.Text.Json.JsonSerializer.Serialize(entry).Contains(code, StringComparison.Ordinal));
        _lab.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("reveal.over", (await _lab.Vouchers.RevealAsync(await _lab.CommandAsync(order.Id), _lead, default)).Error?.Code);
    }

    [Fact]
    public async Task View_ForTheCustomer_MakesItViewedOnce()
    {
        var order = await _lab.DeliverAsync();
        var site = new Actor("client:site", "site", ActorKind.Client, [Permission.VouchersView]);

        var first = await _lab.Vouchers.ViewAsync(new VoucherCommand(order.Id, "01.01", "view-1", 0, ""), site, default);
        var version = (await _lab.HeadAsync(order.Id)).Version;
        var second = await _lab.Vouchers.ViewAsync(new VoucherCommand(order.Id, "01.01", "view-2", 0, ""), site, default);

        Assert.Equal(first.Value.Code, second.Value.Code);
        Assert.Equal((VoucherState.Viewed, version), ((await _lab.VoucherAsync(order.Id)).State, (await _lab.HeadAsync(order.Id)).Version));
    }

    [Fact]
    public async Task Commands_WithoutPermission_OrOnAStaleOrder_AreRefused()
    {
        var order = await _lab.DeliverAsync();
        var agent = PipelineLab.Person("op|3", "Ana Field", Role.SupportAgent);
        var command = await _lab.CommandAsync(order.Id);

        Assert.IsType<Forbidden>((await _lab.Vouchers.VoidAsync(command, agent, default)).Error);
        Assert.IsType<Forbidden>((await _lab.Vouchers.RevealAsync(command, agent, default)).Error);
        Assert.IsType<Forbidden>((await _lab.Vouchers.ViewAsync(command, _lead, default)).Error);
        Assert.Equal("order.version", (await _lab.Vouchers.VoidAsync(command with { ExpectedVersion = 1 }, _lead, default)).Error?.Code);
        Assert.IsType<Invalid>((await _lab.Vouchers.VoidAsync(command with { Reason = " " }, _lead, default)).Error);
    }

    [Fact]
    public async Task Events_OfVouchers_HoldNeitherCodeNorPerson()
    {
        var order = await _lab.DeliverAsync();
        var voucher = await _lab.VoucherAsync(order.Id);
        await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order.Id), _lead, default);

        var events = (await _lab.Store.OutboxAsync(0, 100, default)).Where(record => record.Event.Source == "backoffice.vouchers").ToList();

        Assert.Equal(["Voucher Voided"], events.Select(record => record.Event.DetailType));
        var detail = System.Text.Encoding.UTF8.GetString(events[0].Event.Detail.Span);
        Assert.DoesNotContain(voucher.CodeLast4, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Dora", detail, StringComparison.Ordinal);
    }

    private Task SetMessageAsync(OrderId order, EffectState state) => _lab.Orders.ChangeAsync(
        order,
        draft =>
        {
            draft.Put(draft.Effects().Single(effect => effect.Kind is EffectKind.Notify && effect.Key.Operation == EffectKey.Checkout) with { State = state });
            return null;
        },
        default);

    private Task<Result<CommandOutcome>> ResendAsync(OrderId order, string command, bool accept = false) => ResendAsync(order, command, accept, default);

    private async Task<Result<CommandOutcome>> ResendAsync(OrderId order, string command, bool accept, CancellationToken cancellationToken) =>
        await _lab.Vouchers.ResendAsync(new ResendVouchers(order, [], command, (await _lab.HeadAsync(order)).Version, "Nothing arrived.", accept), _lead, cancellationToken);

    private async Task<Result<CommandOutcome>> ExtendAsync(OrderId order, DateOnly until, string command) =>
        await _lab.Vouchers.ExtendAsync(new ExtendVoucher(order, "01.01", command, (await _lab.HeadAsync(order)).Version, "The merchant was closed.", VoucherValue.Promotional, until), _lead, default);

    private async Task<List<string>> ActionsAsync(OrderId order, string start) =>
        [.. (await _lab.Store.AuditAsync(new AuditQuery { Subject = order.Subject.Value, NewestFirst = false }, null, 100, default)).Items.Select(entry => entry.Entry.Action).Where(action => action.StartsWith(start, StringComparison.Ordinal))];
}
