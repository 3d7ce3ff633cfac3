using BackOffice.Components.Vouchers;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Vouchers;

public sealed class VouchersPageTests
{
    [Fact]
    public async Task Code_IsAskedForAndCleared_AndTheAddressDoesNotHoldIt()
    {
        await using var context = new ConsoleContext();
        context.Vouchers.Find.Always(new List<FoundVoucher> { Found() });
        var page = context.Render<VouchersPage>();
        var code = VoucherCode.New();

        await FindAsync(page, code);

        Assert.Equal(code, Assert.Single(context.Vouchers.Find.Asked).Code);
        Assert.DoesNotContain(code, page.Markup, StringComparison.Ordinal);
        var address = context.Services.GetRequiredService<NavigationManager>().Uri;
        Assert.EndsWith("/vouchers/GC-4417-0932/01.01-2", address, StringComparison.Ordinal);
        Assert.DoesNotContain(code, address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7kq2", null, "7kq2", null)]
    [InlineData("GC-4417-0932", null, null, "GC-4417-0932")]
    [InlineData("glt 7kq2 m4xd 93tv b", "glt 7kq2 m4xd 93tv b", null, null)]
    public async Task Text_IsReadAsWhatItIs(string typed, string? code, string? last4, string? order)
    {
        await using var context = new ConsoleContext();
        context.Vouchers.Find.Always(new List<FoundVoucher> { Found(), Found() with { Order = new OrderId("GC-4417-0901") } });
        var page = context.Render<VouchersPage>();

        await FindAsync(page, typed);

        Assert.Equal(new FindVouchers(code, last4, order), Assert.Single(context.Vouchers.Find.Asked));
        Assert.Equal("2 vouchers found.", page.Find("h1").TextContent);
        Assert.Equal(2, page.FindAll("tbody tr").Count);
        Assert.Contains("Dora W•••", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_SaysWhatWasLookedFor()
    {
        await using var context = new ConsoleContext();
        context.Vouchers.Find.Always(new List<FoundVoucher>());
        var page = context.Render<VouchersPage>();

        await FindAsync(page, VoucherCode.New());

        Assert.Contains("No voucher that you may see has this code", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forbidden_OrThrottled_OrDown_SaysSo()
    {
        await using var context = new ConsoleContext();
        var page = context.Render<VouchersPage>();

        context.Vouchers.Find.Always((Result<IReadOnlyList<FoundVoucher>>)RolePermissions.Refusal(Permission.OrdersRead));
        await FindAsync(page, "7kq2");
        Assert.Contains("orders:read", page.Markup, StringComparison.Ordinal);
        context.Vouchers.Find.Always((Result<IReadOnlyList<FoundVoucher>>)new Throttled("voucher.too-many", "Too many codes in a minute.", TimeSpan.FromSeconds(20)));
        await FindAsync(page, "7kq2");
        Assert.Contains("Too many codes in a minute.", page.Markup, StringComparison.Ordinal);
        context.Vouchers.Find.Throws(new IOException("gone"));
        await FindAsync(page, "7kq2");
        Assert.Contains("Try again", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_ShowsRows()
    {
        await using var context = new ConsoleContext();
        var later = context.Vouchers.Find.Later();
        var page = context.Render<VouchersPage>();

        var finding = FindAsync(page, "7kq2");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".skeleton")));
        later.SetResult(new List<FoundVoucher>());
        await finding;
    }

    private static FoundVoucher Found()
    {
        var view = SampleViews.VoucherPage();
        return new FoundVoucher(view.Head.Id, view.Voucher, view.Line, view.Head.Customer);
    }

    private static async Task FindAsync(IRenderedComponent<VouchersPage> page, string text)
    {
        await page.Find("#voucher-search").InputAsync(new ChangeEventArgs { Value = text });
        await page.Find("form").SubmitAsync();
    }
}
