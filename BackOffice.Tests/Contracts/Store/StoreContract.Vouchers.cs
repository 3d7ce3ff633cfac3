using System.Security.Cryptography;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store;

public abstract partial class StoreContract
{
    private static readonly VoucherVault s_vault = new(RandomNumberGenerator.GetBytes(VoucherVault.KeyBytes));

    [Fact]
    public async Task Redeem_ManyAtOnce_OneTakesEffect_AndTheOthersAreTold()
    {
        var code = await VoucherAsync();
        var desk = Redemptions();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => desk.RedeemAsync(new RedeemVoucher(code, "key-" + i), Merchant("shop-" + (i % 4)), None))));

        Assert.Single(answers, answer => answer.IsSuccess);
        Assert.All(answers.Where(answer => !answer.IsSuccess), answer => Assert.Contains(answer.Error?.Code, new[] { "voucher.not-redeemable", "voucher.already-redeemed" }));
        var voucher = (await new OrderWriter(Store, TimeProvider.System).ReadAsync(SampleOrders.Id, None))!.Vouchers().Single();
        Assert.Equal((VoucherState.Redeemed, 1), (voucher.State, voucher.Redemptions.Count));
    }

    [Fact]
    public async Task Redeem_OneKeyManyTimesAtOnce_IsOneRedemption()
    {
        var code = await VoucherAsync();
        var desk = Redemptions();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => desk.RedeemAsync(new RedeemVoucher(code, "key-1"), Merchant("shop-0"), None))));

        Assert.All(answers, answer => Assert.True(answer.IsSuccess, answer.Error?.Message));
        Assert.Single(answers, answer => !answer.Value.Repeated);
    }

    [Fact]
    public async Task Redeem_AgainstARefundThatVoids_EitherOneWins_NeverBoth()
    {
        for (var round = 0; round < 8; round++)
        {
            var order = new OrderId($"GC-RACE-000{round}");
            var code = await VoucherAsync(order);
            var writer = new OrderWriter(Store, TimeProvider.System);
            var cause = new VoucherCause(Actor.System("refunds"), "refund-1", "A refund runs.", DateTimeOffset.UtcNow);

            var redeem = Task.Run(() => Redemptions().RedeemAsync(new RedeemVoucher(code, "key-" + round), Merchant("shop-0"), None));
            var voids = Task.Run(() => writer.ChangeAsync(order, draft => VoucherChanges.BeginVoid(draft, "01.01", cause), None));
            var (redeemed, asked) = (await redeem, await voids);

            Assert.NotEqual(redeemed.IsSuccess, asked.IsSuccess);
            var voucher = (await writer.ReadAsync(order, None))!.Vouchers().Single();
            Assert.Equal(redeemed.IsSuccess ? VoucherState.Redeemed : VoucherState.Suspended, voucher.State);
        }
    }

    [Fact]
    public async Task Code_OfAVoidVoucher_IsNeverGivenAgain()
    {
        await VoucherAsync();
        var hash = (await new OrderWriter(Store, TimeProvider.System).ReadAsync(SampleOrders.Id, None))!.Vouchers().Single().CodeHash;
        var cause = new VoucherCause(Actor.System("refunds"), "refund-1", "A refund runs.", DateTimeOffset.UtcNow);
        var written = await new OrderWriter(Store, TimeProvider.System).ChangeAsync(
            SampleOrders.Id, draft => VoucherChanges.BeginVoid(draft, "01.01", cause) ?? VoucherChanges.ConfirmVoid(draft, "01.01", cause), None);
        Assert.True(written.IsSuccess, written.Error?.Message);

        var other = OrderDraft.New(SampleOrders.Head(DateTimeOffset.UtcNow) with { Id = new OrderId("GC-OTHR-0001") });
        VoucherChanges.AddKeys(other, hash, "7KQ2");

        Assert.Equal("store.key-taken", (await Store.CommitAsync(other.Build(DateTimeOffset.UtcNow), None)).Error?.Code);
    }

    private Redemptions Redemptions()
    {
        var options = new VoucherOptions
        {
            RefuseAfter = TimeSpan.Zero, MissesAMinute = 1_000, CodesAMinute = 1_000,
            Merchants = Enumerable.Range(0, 4).ToDictionary(i => "shop-" + i, _ => new[] { "*" }),
        };
        return new Redemptions(Store, new OrderWriter(Store, TimeProvider.System), s_vault, new CallerLimits(options, TimeProvider.System), options, TimeProvider.System);
    }

    private static Actor Merchant(string name) => new("client:" + name, name, ActorKind.Client, [Permission.VouchersRedeem]);

    /// <summary>An order with one delivered voucher; its code.</summary>
    private async Task<string> VoucherAsync(OrderId? order = null)
    {
        var (now, code) = (DateTimeOffset.UtcNow, VoucherCode.New());
        var draft = OrderDraft.New(SampleOrders.Head(now) with { Id = order ?? SampleOrders.Id, Payment = PaymentStatus.Captured, Fulfilment = FulfilmentStatus.Done, Workflow = WorkflowStatus.Done, NotifiedAt = now });
        draft.Put(SampleVouchers.Of(VoucherState.Issued) with { CodeHash = s_vault.HashOf(code), CodeLast4 = VoucherCode.Last4Of(code), CodeCipher = s_vault.Seal(code) });
        VoucherChanges.AddKeys(draft, s_vault.HashOf(code), VoucherCode.Last4Of(code));
        await CommittedAsync(draft.Build(now));
        return code;
    }
}
