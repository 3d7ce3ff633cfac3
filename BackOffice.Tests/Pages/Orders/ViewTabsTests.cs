using BackOffice.Components.Orders;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Views;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BackOffice.Tests.Pages.Orders;

public sealed class ViewTabsTests
{
    [Theory]
    [InlineData("/orders", "All orders")]
    [InlineData("/orders?q=status:person", "Needs a person")]
    [InlineData("/orders?q=city:boston status:Failed&cursor=c1", "Boston, failed")]
    public async Task Tab_OfTheQueryThatIsShown_IsMarked_HoweverItIsWritten(string address, string name)
    {
        await using var context = Loaded();

        var page = Open(context, address);

        Assert.StartsWith(name, Assert.Single(page.FindAll("nav a[aria-current=page]")).TextContent.Trim(), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#save-view"));
    }

    [Fact]
    public async Task Counts_AreFromCountersWhereExact_AndAPageSaysWhenThereMayBeMore()
    {
        await using var context = Loaded();
        context.Orders.Search.Always(ask => ask.Query.Amount is null
            ? new Page<OrderHead>([SampleViews.Head()], null)
            : new Page<OrderHead>([.. Enumerable.Repeat(SampleViews.Head(), 50)], "more"));

        var page = Open(context, "/orders?q=path:batch");

        page.WaitForAssertion(() => Assert.Equal("50+", Tab(page, "Large ones").QuerySelector("b")?.TextContent));
        Assert.Equal("12", Tab(page, "Needs a person").QuerySelector("b")?.TextContent);
        Assert.Equal("1", Tab(page, "Boston, failed").QuerySelector("b")?.TextContent);
        Assert.Null(Tab(page, "Rainy days").QuerySelector("b"));
        Assert.DoesNotContain(context.Orders.Search.Asked, ask => ask.Limit > QueryCount.PageSize);
    }

    [Fact]
    public async Task Count_OfASearchThatFoundNothingYet_IsNotShown()
    {
        await using var context = Loaded();
        context.Orders.Search.Always(new Page<OrderHead>([], "on"));

        var page = Open(context, "/orders?q=path:batch");

        page.WaitForAssertion(() => Assert.Equal("12", Tab(page, "Needs a person").QuerySelector("b")?.TextContent));
        Assert.Null(Tab(page, "Boston, failed").QuerySelector("b"));
    }

    [Fact]
    public async Task BrokenView_SaysSo_OpensWithItsProblem_AndHasAMenu()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders?q=path:batch");
        Assert.Contains("its query cannot be read", Tab(page, "Rainy days").TextContent, StringComparison.Ordinal);

        page = Open(context, Tab(page, "Rainy days").GetAttribute("href") ?? "");

        Assert.Contains("There is no field weather", page.Find("#query-problems").TextContent, StringComparison.Ordinal);
        Assert.Equal("Actions for the view Rainy days", page.Find("#view-menu").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Views_ThatCannotBeRead_AreSaidAndTriedAgain_WhileTheListIsShown()
    {
        await using var context = Loaded();
        context.Views.List.Throws(new InvalidOperationException("away"));
        var page = Open(context, "/orders");
        Assert.Contains("The views could not be read.", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("tbody tr"));

        context.Views.List.Always(FakeOrderViews.Some());
        await page.Find("[role=alert] button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("nav[aria-label='Views of orders'] a")));
        Assert.DoesNotContain("The views could not be read.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaveView_OfANewQuery_SendsItWithItsNameOnce()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        var page = Open(context, "/orders?q=city:Miami sort:changed");
        context.Views.Save.Always(ask => new SavedView { Id = ask.ViewId, Version = 1, Name = ask.Name, Query = ask.Query, OwnerId = "x", OwnerName = "x", ChangedBy = "x", ChangedAt = default });

        var opened = page.Find("#save-view").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.NotEmpty(dialogs.FindAll("#view-name")));
        Assert.True(Button(dialogs, "Save view").HasAttribute("disabled"));
        await dialogs.Find("#view-name").InputAsync(new ChangeEventArgs { Value = " Miami " });
        await Button(dialogs, "Save view").ClickAsync(new());
        await opened;

        var sent = Assert.Single(context.Views.Save.Asked);
        Assert.Equal(("Miami", "city:Miami sort:changed", ViewAudience.Private, 0L), (sent.Name, sent.Query, sent.Audience, sent.ExpectedVersion));
        Assert.Equal(2, context.Views.List.Asked.Count);
    }

    [Fact]
    public async Task Share_WithoutPermission_IsClosedAndNamesIt()
    {
        await using var context = Loaded(Role.SupportAgent);

        var dialogs = await OpenDialogAsync(context, FakeOrderViews.Own("mine", "Boston", "city:Boston").View, share: true);

        Assert.Contains("views:share", dialogs.Find("#view-why").TextContent, StringComparison.Ordinal);
        Assert.All(dialogs.FindAll("input[name=audience]").Skip(1), radio => Assert.True(radio.HasAttribute("disabled")));
    }

    [Fact]
    public async Task Share_ForARole_SendsRoleAndVersion_AndAConflictSaysWhoWasFaster()
    {
        await using var context = Loaded();
        context.Views.Save.Always(new Conflict("view.version", "Tomas Linnet changed this view meanwhile.", "Tomas Linnet", SampleViews.Placed));
        var dialogs = await OpenDialogAsync(context, FakeOrderViews.Own("mine", "Boston", "city:Boston").View, share: true);

        await dialogs.FindAll("input[name=audience]")[1].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await dialogs.Find("select").ChangeAsync(new ChangeEventArgs { Value = "SupportAgent" });
        await Button(dialogs, "Save changes").ClickAsync(new());

        var sent = Assert.Single(context.Views.Save.Asked);
        Assert.Equal((ViewAudience.Role, Role.SupportAgent, 3L), (sent.Audience, sent.Role, sent.ExpectedVersion));
        Assert.Contains("Tomas Linnet was faster", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(Button(dialogs, "Save changes").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Change_BrokenQuery_CanBeRenamed_ButNotBrokenAnew()
    {
        await using var context = Loaded();
        var dialogs = await OpenDialogAsync(context, FakeOrderViews.Own("broken", "Rainy days", "weather:rain").View, share: false);

        Assert.False(Button(dialogs, "Save changes").HasAttribute("disabled"));
        await dialogs.Find("#view-query").InputAsync(new ChangeEventArgs { Value = "weather:snow" });

        Assert.True(Button(dialogs, "Save changes").HasAttribute("disabled"));
        Assert.Contains("There is no field weather", dialogs.Find("#view-query-help").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_FromTheMenu_AsksFirst()
    {
        await using var context = Loaded();
        context.Views.Delete.Always(Done.Value);
        var dialogs = context.RenderProviders();
        var page = Open(context, "/orders?q=amount:>=400");

        await page.Find("#view-menu").ClickAsync(new());
        var opened = page.FindAll("[role=menuitem]").Single(item => item.TextContent == "Delete…").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("Tomas Linnet shared it", dialogs.Markup, StringComparison.Ordinal));
        Assert.Empty(context.Views.Delete.Asked);
        await Button(dialogs, "Delete this view").ClickAsync(new());
        await opened;

        Assert.Equal(("theirs", 3L), (context.Views.Delete.Asked.Single().ViewId, context.Views.Delete.Asked.Single().ExpectedVersion));
    }

    private static ConsoleContext Loaded(Role role = Role.Operations)
    {
        var context = new ConsoleContext(role);
        context.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), "c1"));
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = 5, [Headline.Held] = 7, [Headline.Done] = 900 });
        context.Views.List.Always(FakeOrderViews.Some());
        return context;
    }

    private static IRenderedComponent<OrdersPage> Open(ConsoleContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<OrdersPage>();
    }

    private static AngleSharp.Dom.IElement Tab(IRenderedComponent<OrdersPage> page, string name) =>
        page.FindAll("nav[aria-label='Views of orders'] a").Single(tab => tab.TextContent.Trim().StartsWith(name, StringComparison.Ordinal));

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenDialogAsync(ConsoleContext context, SavedView view, bool share)
    {
        var provider = context.RenderProviders();
        var parameters = new DialogParameters<ViewDialog> { { dialog => dialog.View, view }, { dialog => dialog.Share, share } };
        await provider.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<ViewDialog>("dialog", parameters));
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.FindAll("#view-name")));
        return provider;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> dialog, string text) =>
        dialog.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
