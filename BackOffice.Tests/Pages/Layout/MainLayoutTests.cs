using BackOffice.Components.Layout;
using BackOffice.Interaction;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Layout;

public sealed class MainLayoutTests
{
    [Theory]
    [InlineData("g h", "/")]
    [InlineData("g o", "/orders")]
    [InlineData("g n", "/orders?q=status:person")]
    [InlineData("g r", "/rollout")]
    [InlineData("g a", "/audit")]
    public async Task Keys_OfPages_LeadThere(string keys, string expected)
    {
        await using var context = SearchBoxTests.Found();
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/system");
        var layout = context.Render<MainLayout>();

        await layout.InvokeAsync(() => layout.Instance.OnKeyAsync(keys));

        Assert.Equal(expected, "/" + navigation.ToBaseRelativePath(navigation.Uri));
    }

    [Fact]
    public async Task CtrlK_Twice_OpensOnePalette_AndWhatIsChosenIsOpened()
    {
        await using var context = SearchBoxTests.Found(SampleViews.Declined().Head);
        var layout = context.Render<MainLayout>();

        var first = layout.InvokeAsync(() => layout.Instance.OnKeyAsync("Ctrl+K"));
        layout.WaitForElement("#command");
        await layout.InvokeAsync(() => layout.Instance.OnKeyAsync("Ctrl+K"));
        Assert.Single(layout.FindAll("#command"));
        var typed = layout.Find("#command").InputAsync(new ChangeEventArgs { Value = "rollout" });
        await layout.Find("#command").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        await first;
        await typed;

        Assert.EndsWith("/rollout", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drafts_OfBefore_AreShownWithAWayToGoOn_UntilThePageIsLeft()
    {
        await using var context = SearchBoxTests.Found();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/orders/GC-4417-0932");
        context.JSInterop.SetupModule("./console.js").Setup<Draft[]?>("keepDrafts", _ => true).SetResult([new Draft("note-text", "Note", "Customer called the bank", "note")]);
        var layout = context.Render<MainLayout>();

        layout.WaitForElement(".drafts");
        Assert.Contains("Customer called the bank", layout.Find(".drafts q").TextContent, StringComparison.Ordinal);
        Assert.EndsWith("/orders/GC-4417-0932?do=note", layout.Find(".drafts a").GetAttribute("href"), StringComparison.Ordinal);

        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/audit");

        layout.WaitForAssertion(() => Assert.Empty(layout.FindAll(".drafts")));
    }

    [Fact]
    public async Task PageThatFails_SaysSoWithAnIdToCopy_AndTheShellStays()
    {
        await using var context = SearchBoxTests.Found();

        var layout = context.Render<MainLayout>(parameters => parameters.Add(shell => shell.Body, builder => builder.AddContent(0, new RenderFragment(_ => throw new InvalidOperationException("bug")))));

        layout.WaitForElement(".notice");
        Assert.Matches("[0-9a-f]{4}-[0-9a-f]{4}", layout.Find(".notice .mono").TextContent);
        Assert.NotEmpty(layout.FindAll("#drawer a[href='/orders']"));
    }
}
