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

        await view.Find(".jl button").ClickAsync(new());

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
    public async Task View_Folded_ClosesEverything()
    {
        await using var context = new ConsoleContext();
        var view = Show(context, """{"a":{"b":1}}""");
        Assert.True(view.Find("details").HasAttribute("open"));

        await view.Find(".json-bar button").ClickAsync(new());

        Assert.False(view.Find("details").HasAttribute("open"));
    }

    private static IRenderedComponent<JsonView> Show(ConsoleContext context, string json) => context.Render<JsonView>(p => p.Add(view => view.Json, json).Add(view => view.What, "it"));
}
