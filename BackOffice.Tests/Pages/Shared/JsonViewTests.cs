using BackOffice.Components.Shared;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Shared;

public sealed class JsonViewTests
{
    [Fact]
    public async Task View_ValuesWithMarkup_AreTextNodes()
    {
        await using var context = new ConsoleContext();

        var view = Show(context, """{"name":"<img src=x onerror=alert(1)>","<b>key</b>":1}""");

        Assert.Empty(view.FindAll("img, b"));
        Assert.Contains("<img src=x onerror=alert(1)>", view.Find(".json-body").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_NotJson_IsShownAsItIs()
    {
        await using var context = new ConsoleContext();

        Assert.Equal("{broken", Show(context, "{broken").Find("pre").TextContent);
    }

    [Fact]
    public async Task View_LongText_IsCutUntilAskedFor()
    {
        await using var context = new ConsoleContext();
        var view = Show(context, "{\"a\":\"" + new string('x', 5_000) + "\"}");
        Assert.True(view.Find(".jl .s").TextContent.Length < 500);

        await view.Find(".jl button.link").ClickAsync(new());

        Assert.True(view.Find(".jl .s").TextContent.Length > 5_000);
    }

    [Fact]
    public async Task View_ManyMembers_ComeByTheHundred()
    {
        await using var context = new ConsoleContext();

        var view = Show(context, "[" + string.Join(',', Enumerable.Range(0, 1_000)) + "]");

        Assert.Equal(100, view.FindAll(".jl").Count);
    }

    [Fact]
    public async Task View_Folded_ShowsTheRootAloneUntilUnfolded()
    {
        await using var context = new ConsoleContext();
        var view = Show(context, """{"a":{"b":1}}""");
        Assert.Equal(3, view.FindAll(".jl").Count);

        await view.Find(".json-bar button").ClickAsync(new());
        Assert.Equal("false", Assert.Single(view.FindAll(".jl")).QuerySelector("button")?.GetAttribute("aria-expanded"));
        await view.Find(".json-bar button").ClickAsync(new());

        Assert.Equal(3, view.FindAll(".jl").Count);
    }

    [Fact]
    public async Task Search_HitBehindAFoldAndBeyondThePage_UnfoldsAndShowsIt()
    {
        await using var context = new ConsoleContext();
        var view = Show(context, $$"""{"list":[{{string.Join(',', Enumerable.Range(0, 300))}}],"last":"needle","other":"Needle 2"}""");
        await view.Find(".json-bar button").ClickAsync(new());

        await view.Find("input[type=search]").InputAsync(new Microsoft.AspNetCore.Components.ChangeEventArgs { Value = "needle" });
        Assert.Contains("needle", view.Find(".jl.at").TextContent, StringComparison.Ordinal);
        Assert.Equal("1 of 2", view.Find("[role=status]").TextContent);
        await view.Find("input[type=search]").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter" });

        Assert.Contains("Needle 2", view.Find(".jl.at").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_NothingThere_SaysSo()
    {
        await using var context = new ConsoleContext();
        var view = Show(context, """{"a":1}""");

        await view.Find("input[type=search]").InputAsync(new Microsoft.AspNetCore.Components.ChangeEventArgs { Value = "zebra" });

        Assert.Equal("not found", view.Find("[role=status]").TextContent);
        Assert.Empty(view.FindAll(".hit"));
    }

    private static IRenderedComponent<JsonView> Show(ConsoleContext context, string json) => context.Render<JsonView>(p => p.Add(view => view.Json, json).Add(view => view.What, "it"));
}
