using BackOffice.Components.Vouchers;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Tests.Pages.Vouchers;

public sealed class VoucherPageTests
{
    [Fact]
    public async Task Page_Loaded_SaysHowItStands_WithFactsHistoryAndActions()
    {
        await using var context = new ConsoleContext();

        var page = Open(context, SampleViews.VoucherPage());

        Assert.Equal("The customer has seen the code and not used it yet. It is worth 120.00 USD.", page.Find("h1").TextContent);
        Assert.Contains("Dora W•••", page.Find("dl.facts").TextContent, StringComparison.Ordinal);
        Assert.Contains("Sent again to d•••@e•••.com", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["Send again…", "Show the code…", "Reissue…", "Extend…", "Suspend…", "Void…"], page.FindAll(".actions .act > button").Select(button => button.TextContent.Trim()));
        Assert.All(page.FindAll(".actions .act > button"), button => Assert.False(button.HasAttribute("aria-disabled")));
        Assert.Equal(["/vouchers/GC-4417-0932/01.01"], page.FindAll(".vouchers a").Select(link => link.GetAttribute("href")));
        Assert.Contains("Lena Marlow suspended a voucher.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_OfAVoidVoucher_AreClosedAndSayWhy()
    {
        await using var context = new ConsoleContext();

        var page = Open(context, SampleViews.VoucherPage(VoucherState.Void));

        Assert.Equal("The voucher is void.", page.Find("h1").TextContent);
        Assert.Equal("It is void.", page.Find("#voucher-reissue-why").TextContent);
        Assert.Equal("true", page.Find("#voucher-resend").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Page_FirstMessageIsUnknown_SaysSo_AndKeepsSendVoidAndReissueClosed()
    {
        await using var context = new ConsoleContext();

        var page = Open(context, SampleViews.VoucherPage(VoucherState.Issued) with { Doubt = new OrderDoubt(true, true) });

        Assert.Contains("We do not know yet whether its message reached the customer.", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains("Do not send it again before it is known.", page.Find(".lead").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("We do not know yet whether the first message", page.Find("#voucher-resend-why").TextContent, StringComparison.Ordinal);
        Assert.Contains("no answer yet", page.Find("#voucher-void-why").TextContent, StringComparison.Ordinal);
        Assert.Contains("no answer yet", page.Find("#voucher-reissue-why").TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("#voucher-suspend").HasAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Actions_WithoutPermission_NameIt()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);

        var page = Open(context, SampleViews.VoucherPage());

        Assert.Contains("vouchers:manage", page.Find("#voucher-void-why").TextContent, StringComparison.Ordinal);
        Assert.Contains("vouchers:reveal", page.Find("#voucher-reveal-why").TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("#voucher-resend").HasAttribute("aria-disabled"));
    }

    [Fact]
    public async Task OpenCall_SaysWhatIsNotKnown_AndIsSettledWithEvidence()
    {
        await using var context = new ConsoleContext();
        var dialogs = context.RenderProviders();
        context.Commands.SettleCall.Always(new CommandOutcome(SampleViews.Id, 15, "It is recorded as done, on your word."));
        var page = Open(context, SampleViews.VoucherPage(VoucherState.Suspended) with
        {
            OpenCalls = [new OpenCall("GC-4417-0932/c-1/void-voucher/1.1/1", OpenCallKind.Void, context.Clock.GetUtcNow().AddHours(-2), 4, context.Clock.GetUtcNow().AddMinutes(40))],
        });
        var note = page.Find(".note.role-unknown").TextContent;
        foreach (var part in new[] { "We do not know yet whether the merchant made it void.", "We look again at", "do not refund the order", "Looked up 4 times, in vain." })
            Assert.Contains(part, note, StringComparison.Ordinal);

        var open = page.Find("#settle-call-void").ClickAsync(new());
        dialogs.WaitForElement("#settle-evidence");
        Assert.Contains("can still be redeemed there", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.FindAll("input[name=settle]")[0].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await dialogs.Find("#settle-evidence").InputAsync(new ChangeEventArgs { Value = "Ticket 44" });
        await dialogs.Find("#settle-reference").InputAsync(new ChangeEventArgs { Value = "vch_9" });
        await dialogs.Find(".mud-dialog-actions .btn.p").ClickAsync(new());
        await open;

        var asked = Assert.Single(context.Commands.SettleCall.Asked);
        Assert.Equal(("GC-4417-0932/c-1/void-voucher/1.1/1", true, "vch_9", "Ticket 44"), (asked.EffectKey, asked.Happened, asked.Reference, asked.Evidence));
    }

    [Fact]
    public async Task OpenCall_WithoutPermission_SaysWhoMaySettleIt()
    {
        await using var context = new ConsoleContext(Role.SupportLead);

        var page = Open(context, SampleViews.VoucherPage(VoucherState.Suspended) with { OpenCalls = [new OpenCall("k", OpenCallKind.Send, null, 0, null)] });

        Assert.Contains("effects:settle", page.Find("#settle-call-send-why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Reading_ShowsRowsOfTheRealHeight()
    {
        await using var context = new ConsoleContext();
        context.Vouchers.Get.Later();

        var page = context.Render<VoucherPage>(parameters => parameters.Add(shown => shown.OrderId, "GC-4417-0932").Add(shown => shown.VoucherId, "01.01"));

        Assert.NotEmpty(page.FindAll(".skeleton"));
    }

    [Fact]
    public async Task Page_NotThere_OrForbidden_OrDown_SaysSo()
    {
        await using var context = new ConsoleContext();

        Assert.Contains("is not there", Open(context, new NotFound("voucher.not-found", "Order GC-4417-0932 has no voucher 09.01.")).Markup, StringComparison.Ordinal);
        Assert.Contains("orders:read", Open(context, RolePermissions.Refusal(Permission.OrdersRead)).Markup, StringComparison.Ordinal);
        Assert.Contains("Try again", Open(context, new Unavailable("store.down", "The store does not answer.")).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Void_FromItsDialog_SendsTheCommandWithVersionAndReason()
    {
        await using var context = new ConsoleContext();
        var dialogs = context.RenderProviders();
        context.VoucherCommands.Act.Always(new CommandOutcome(SampleViews.Id, 9, "The merchant confirmed it."));
        var page = Open(context, SampleViews.VoucherPage());

        var open = page.Find("#voucher-void").ClickAsync(new());
        dialogs.WaitForElement("#voucher-reason");
        Assert.True(dialogs.Find(".btn.d").HasAttribute("disabled"));
        await dialogs.Find("#voucher-reason").InputAsync(new ChangeEventArgs { Value = " Bought twice by mistake " });
        await dialogs.Find(".btn.d").ClickAsync(new());
        await open;

        var (act, command) = Assert.Single(context.VoucherCommands.Act.Asked);
        Assert.Equal(("void", "01.01-2", SampleViews.Done().Head.Version, "Bought twice by mistake"), (act, command.Voucher, command.ExpectedVersion, command.Reason));
    }

    [Fact]
    public async Task Resend_ToAChangedAddress_NeedsTheTick()
    {
        await using var context = new ConsoleContext();
        var dialogs = context.RenderProviders();
        context.VoucherCommands.Check.Always(new ResendCheck(11, "a•••@e•••.test", "d•••@e•••.com", true, 0, null));
        context.VoucherCommands.Resend.Always(new CommandOutcome(SampleViews.Id, 12, "Sent."));
        var page = Open(context, SampleViews.VoucherPage());

        var open = page.Find("#voucher-resend").ClickAsync(new());
        dialogs.WaitForElement("#voucher-reason");
        await dialogs.Find("#voucher-reason").InputAsync(new ChangeEventArgs { Value = "Asked by phone" });
        Assert.Contains("another than the one the voucher went to", dialogs.Markup, StringComparison.Ordinal);
        Assert.True(dialogs.Find(".btn.p").HasAttribute("disabled"));
        await dialogs.Find("input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.VoucherCommands.Resend.Asked);
        Assert.Equal((true, 11L, "01.01-2"), (sent.AcceptAddress, sent.ExpectedVersion, sent.Vouchers.Single()));
    }

    [Fact]
    public async Task Reveal_ShowsTheCode_AndHidesItAfterItsMinute()
    {
        await using var context = new ConsoleContext();
        var dialogs = context.RenderProviders();
        context.VoucherCommands.Reveal.Always(_ => new RevealedCode("01.01-2", "GLT-7KQ2-M4XD-93TV-B", context.Clock.GetUtcNow().AddSeconds(60)));
        var page = Open(context, SampleViews.VoucherPage());

        var open = page.Find("#voucher-reveal").ClickAsync(new());
        dialogs.WaitForElement("#voucher-reason");
        await dialogs.Find("#voucher-reason").InputAsync(new ChangeEventArgs { Value = "She cannot read the mail" });
        await dialogs.Find(".btn.p").ClickAsync(new());

        Assert.Contains("GLT-7KQ2-M4XD-93TV-B", dialogs.Markup, StringComparison.Ordinal);
        context.Clock.Advance(TimeSpan.FromSeconds(61));
        dialogs.WaitForAssertion(() => Assert.DoesNotContain("GLT-7KQ2-M4XD-93TV-B", dialogs.Markup, StringComparison.Ordinal));
        await dialogs.Find(".btn.g").ClickAsync(new());
        await open;
    }

    [Fact]
    public async Task LateRedemption_IsSaidAndCanBeSettled()
    {
        await using var context = new ConsoleContext();
        var dialogs = context.RenderProviders();
        context.VoucherCommands.Act.Always(new CommandOutcome(SampleViews.Id, 9, "Settled."));
        var page = Open(context, SampleViews.VoucherPage(VoucherState.Void, late: true));
        Assert.Contains("A redemption was reported too late.", page.Find(".lead").TextContent, StringComparison.Ordinal);

        var open = page.FindAll("button").First(button => button.TextContent.Contains("Settle…", StringComparison.Ordinal)).ClickAsync(new());
        dialogs.WaitForElement("#voucher-reason");
        await dialogs.Find("#voucher-reason").InputAsync(new ChangeEventArgs { Value = "We pay the merchant" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var (act, command) = Assert.Single(context.VoucherCommands.Act.Asked);
        Assert.Equal(("settle", "client:harbour|r-2"), (act, Assert.IsType<SettleLateRedemption>(command).RedemptionId));
    }

    private static IRenderedComponent<VoucherPage> Open(ConsoleContext context, Result<VoucherView> view)
    {
        context.Vouchers.Get.Always(view);
        return context.Render<VoucherPage>(parameters => parameters.Add(page => page.OrderId, "GC-4417-0932").Add(page => page.VoucherId, "01.01-2"));
    }
}
