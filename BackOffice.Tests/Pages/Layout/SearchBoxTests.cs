using BackOffice.Components.Layout;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Layout;

public sealed class SearchBoxTests
{
    [Fact]
    public async Task OneHit_ShowsStatusWhereItMatchedAndWhatCanBeDone()
    {
        await using var context = Found(SampleViews.Declined().Head);
        var box = context.Render<SearchBox>();

        await TypeAsync(context, box, "GC-4417-0932");

        Assert.Equal("This looks like an order id", box.Find(".said").TextContent);
        var options = box.FindAll("[role=option]");
        Assert.Contains("matched on: order id", options[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("Failed", options[0].QuerySelector(".chip")?.TextContent);
        Assert.Equal(["Retry…", "Decide the hold…", "Undo…", "Add a note…"], options.Skip(1).Take(4).Select(option => option.QuerySelector("div")!.ChildNodes[0].TextContent));
        Assert.Equal("true", options[2].GetAttribute("aria-disabled"));
        Assert.Contains("Nobody is asked to decide", options[2].TextContent, StringComparison.Ordinal);
        Assert.Equal("hit-0", box.Find("input").GetAttribute("aria-activedescendant"));
    }

    [Fact]
    public async Task Acts_WithoutPermission_AreNotThere()
    {
        await using var context = Found(SampleViews.Declined().Head);
        context.Actor.Actor = context.Actor.Actor with { Permissions = RolePermissions.Of(Role.SupportAgent) };
        var box = context.Render<SearchBox>();

        await TypeAsync(context, box, "GC-4417-0932");

        Assert.DoesNotContain(box.FindAll("[role=option]"), option => option.TextContent.Contains("Retry", StringComparison.Ordinal) || option.TextContent.Contains("Decide", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Enter_OnTheOneHit_OpensIt()
    {
        await using var context = Found(SampleViews.Declined().Head);
        var box = context.Render<SearchBox>();
        await TypeAsync(context, box, "GC-4417-0932");

        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.EndsWith("/orders/GC-4417-0932", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Empty(box.FindAll("[role=listbox]"));
    }

    [Fact]
    public async Task Enter_OnAnAct_OpensTheOrderWithItsDialog()
    {
        await using var context = Found(SampleViews.Declined().Head);
        var box = context.Render<SearchBox>();
        await TypeAsync(context, box, "GC-4417-0932");

        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.EndsWith("/orders/GC-4417-0932?do=retry", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_OnWhatCannotBeDone_SaysWhyAndStays()
    {
        await using var context = Found(SampleViews.Declined().Head);
        var box = context.Render<SearchBox>();
        await TypeAsync(context, box, "GC-4417-0932");
        var before = context.Services.GetRequiredService<NavigationManager>().Uri;

        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal("Nobody is asked to decide", box.Find("[role=status]").TextContent);
        Assert.Equal(before, context.Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public async Task NextLetter_BeforeTheAnswer_CancelsTheSearch()
    {
        await using var context = Found();
        var slow = context.Orders.Search.Later();
        var box = context.Render<SearchBox>();
        await TypeAsync(context, box, "dora", await_: false);
        await context.UntilAsync(() => context.Orders.Search.Asked.Count == 1);

        await TypeAsync(context, box, "dora w");
        slow.SetResult(new Page<OrderHead>([SampleViews.Declined().Head], null));

        Assert.Equal("dora w", box.Find("[role=listbox]").GetAttribute("data-for"));
        Assert.Contains("Nothing found", box.Find("[role=option]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongCheckCharacter_SaysWhatTheStoreKnows()
    {
        await using var context = Found();
        context.Orders.Search.Always(new Invalid("query", "The check character of this voucher code is wrong. One slip away is the code that ends in 93TV, of order GC-4417-0932."));
        var box = context.Render<SearchBox>();

        await TypeAsync(context, box, "GLT-7KQ2-M4XD-93TV-B");

        Assert.StartsWith("The check character of this voucher code is wrong.", box.Find(".said").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_StoreDown_SaysSoAndNeverThatNothingWasFound()
    {
        await using var context = Found();
        context.Orders.Search.Throws(new IOException("disk"));
        var box = context.Render<SearchBox>();

        await TypeAsync(context, box, "quill");

        box.WaitForAssertion(() => Assert.Contains("We could not read the search.", box.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Nothing found", box.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("disk", box.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_NotPermitted_SaysWhoIs()
    {
        await using var context = Found();
        context.Orders.Search.Always((Result<Page<OrderHead>>)RolePermissions.Refusal(Permission.OrdersRead));
        var box = context.Render<SearchBox>();

        await TypeAsync(context, box, "quill");

        box.WaitForAssertion(() => Assert.Contains("This needs orders:read.", box.Markup, StringComparison.Ordinal));
    }

    internal static ConsoleContext Found(params OrderHead[] hits)
    {
        var context = NavMenuTests.Loaded();
        context.Orders.Search.Always(new Page<OrderHead>(hits, null));
        return context;
    }

    internal static async Task TypeAsync<T>(ConsoleContext context, IRenderedComponent<T> box, string text, bool await_ = true)
        where T : IComponent
    {
        var typed = box.Find("input").InputAsync(new ChangeEventArgs { Value = text });
        if (!await_)
            return;
        await context.UntilAsync(() =>
        {
            context.Clock.Advance(TimeSpan.FromMilliseconds(200));
            return typed.IsCompleted;
        });
        await typed;
    }
}
