using BackOffice.Components.Session;
using BackOffice.Core.Access;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Session;

public sealed class SessionPageTests
{
    [Fact]
    public async Task Page_OfALead_SaysRoleRightsAndEnd()
    {
        await using var context = new ConsoleContext(Role.SupportLead);

        var page = context.Render<SessionPage>();

        Assert.Equal("Ama Kestrel", page.Find("h1").TextContent);
        Assert.Equal("Your role is Support lead.", page.Find(".lead").TextContent);
        Assert.Contains(page.FindAll(".counts li"), row => row.TextContent.Contains("Approve or reject orders that are held", StringComparison.Ordinal) && row.TextContent.Contains("holds:decide", StringComparison.Ordinal));
        Assert.Equal(RolePermissions.Of(Role.SupportLead).Count, page.FindAll(".counts li").Count);
        Assert.Contains("or after 30 minutes without opening a page", page.Markup, StringComparison.Ordinal);
        Assert.Contains("idp.example", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SessionEnded_SaysSo()
    {
        await using var context = new ConsoleContext();
        context.Session.Facts = null;

        Assert.Contains("It has ended.", context.Render<SessionPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choices_Pressed_AreToldToTheBrowser()
    {
        await using var context = new ConsoleContext();
        var page = context.Render<SessionPage>();

        await page.FindAll("button").First(button => button.TextContent == "Dark").ClickAsync(new());
        await page.FindAll("button").First(button => button.TextContent == "Roomy").ClickAsync(new());

        Assert.Equal([["theme", "dark"], ["density", "roomy"]], context.JSInterop.Invocations["prefer"].Select(call => call.Arguments.Cast<string?>()));
    }

    [Fact]
    public void Words_OfEveryPermission_AreSentencesOfTheirOwn()
    {
        var words = Enum.GetValues<Permission>().Select(PermissionWords.Of).ToList();

        Assert.Equal(words.Count, words.Distinct().Count());
    }
}
