using BackOffice.Core.Access;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class MailDeskTests
{
    private readonly PipelineLab _lab = new();

    [Theory]
    [InlineData("Your vouchers", "Hello Ana,\nthank you.\n")]
    [InlineData("Olá São João, seus vouchers estão prontos e são muitos 🎁 e ainda mais", "Olá\n")]
    [InlineData("Long", "LONG")]
    public async Task Read_WhatTheMailServiceTook_IsTheMessage(string subject, string text)
    {
        using var world = new SandboxWorld();
        if (text == "LONG")
            text = new string('x', 5000) + "\n";
        await world.Mail.SendAsync(new Message(SandboxWorld.Key(StepNames.NotifyCustomer), "ana@example.test", subject, text, "pt-BR"), default);

        var message = await new SandboxSentMail(world.Options).ReadAsync(SandboxWorld.Key(StepNames.NotifyCustomer), default);

        Assert.Equal(new SentMessage(world.Options.MailFrom, "ana@example.test", subject, text, world.Clock.GetUtcNow()), message);
        Assert.Null(await new SandboxSentMail(world.Options).ReadAsync(SandboxWorld.Key(StepNames.NotifyCustomer, attempt: 2), default));
    }

    [Fact]
    public async Task Read_FolderIsGone_IsNothing() =>
        Assert.Null(await new SandboxSentMail(new SandboxOptions { MailFolder = "/nowhere/at/all" }).ReadAsync(SandboxWorld.Key(StepNames.NotifyCustomer), default));

    [Fact]
    public async Task List_OfADeliveredOrder_HasItsMessageWithTheRecipientMasked()
    {
        var order = await DeliveredAsync();
        await _lab.PlaceAsync(key: "k-2");

        var item = Assert.Single((await Desk().ListAsync(new MailQuery(), null, 50, Agent, default)).Value.Items);
        var ofOrder = Assert.Single((await Desk().ListAsync(new MailQuery(order.Id), null, 50, PipelineLab.Operator, default)).Value.Items);

        Assert.Equal((order.Id, EffectState.Succeeded), (item.Order, item.State));
        Assert.Equal("d•••@e•••.com", item.To);
        Assert.Equal(item.To, ofOrder.To);
    }

    [Fact]
    public async Task Get_Message_MasksCodesAndTheRecipient()
    {
        var order = await DeliveredAsync();
        var item = Assert.Single((await Desk().ListAsync(new MailQuery(order.Id), null, 50, Agent, default)).Value.Items);

        var view = (await Desk().GetAsync(item.Key, Agent, default)).Value;

        Assert.Equal("Dear Dora W•••, codes: GLT-****-****-*3TV-B and GLT-****-****-*4XD-9\n", view.Text);
        Assert.Equal("d•••@e•••.com", view.Item.To);
    }

    /// <summary>The characters that stay are those by which pages and search name the voucher; others beside them would tell five.</summary>
    [Fact]
    public void MaskCodes_OfAnyCode_KeepsItsLastFourAlone()
    {
        var code = VoucherCode.New();

        var masked = MailDesk.MaskCodes(code);

        Assert.Equal(VoucherCode.Last4Of(code), masked["GLT".Length..].Replace("-", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Get_RealCode_LeavesNothingToRedeem()
    {
        for (var i = 0; i < 100; i++)
        {
            var code = VoucherCode.New();
            foreach (var written in new[] { code, code.ToLowerInvariant(), code.Replace("-", "", StringComparison.Ordinal), code.Replace('-', ' ') })
                Assert.DoesNotContain(written, MailDesk.MaskCodes($"Your code {written}."), StringComparison.Ordinal);
        }

    }

    [Theory]
    [InlineData("")]
    [InlineData("GC-0000-0000/checkout/notify-customer/1/1")]
    [InlineData("no-key")]
    public async Task Get_Unknown_IsNotFound(string key) => Assert.Equal("mail.not-found", (await Desk().GetAsync(key, Agent, default)).Error?.Code);

    [Fact]
    public async Task List_WithoutPermission_IsForbidden() =>
        Assert.IsType<Forbidden>((await Desk().ListAsync(new MailQuery(), null, 50, Agent with { Permissions = [] }, default)).Error);

    private static Actor Agent { get; } = PipelineLab.Person("a|1", "Ama Kestrel", Role.SupportAgent);

    private MailDesk Desk() => new(_lab.Store, _lab.Orders, new Kept());

    private async Task<OrderHead> DeliveredAsync()
    {
        _lab.Dial(0);
        var order = await _lab.PlaceAsync();
        for (var i = 0; i < 3; i++)
        {
            _lab.Clock.Advance(_lab.Options.BatchEvery);
            await _lab.BatchJobs.RunAllAsync(default);
        }

        return await _lab.HeadAsync(order.Id);
    }

    private sealed class Kept : ISentMail
    {
        public Task<SentMessage?> ReadAsync(EffectKey key, CancellationToken cancellationToken) => Task.FromResult<SentMessage?>(
            new SentMessage("orders@backoffice.invalid", "dora@example.com", "Yours", "Dear Dora Whitfield, codes: GLT-7KQ2-M4XD-93TV-B and GLT-AAAA-BBBB-M4XD-9\n", DateTimeOffset.UnixEpoch));
    }
}
