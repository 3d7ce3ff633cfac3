using BackOffice.Components.Layout;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Layout;

public sealed class SearchBoxTests
{
    [Fact]
    public async Task Typed_StoreDown_SaysSoAndNeverThatNothingWasFound()
    {
        await using var context = new ConsoleContext();
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
        await using var context = new ConsoleContext();
        context.Orders.Search.Always((Result<Page<OrderHead>>)RolePermissions.Refusal(Permission.OrdersRead));
        var box = context.Render<SearchBox>();

        await TypeAsync(context, box, "quill");

        box.WaitForAssertion(() => Assert.Contains("This needs orders:read.", box.Markup, StringComparison.Ordinal));
    }

    private static async Task TypeAsync(ConsoleContext context, IRenderedComponent<SearchBox> box, string text)
    {
        var typed = box.Find("#search").InputAsync(new ChangeEventArgs { Value = text });
        await Eventually.TrueAsync(() =>
        {
            context.Clock.Advance(TimeSpan.FromMilliseconds(50));
            return typed.IsCompleted;
        });
        await typed;
    }
}
