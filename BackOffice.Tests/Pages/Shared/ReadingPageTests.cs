using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Shared;

/// <summary>What every page that reads a list does while it reads, when it cannot, and for somebody who may not.</summary>
/// <param name="address">Of the page.</param>
/// <param name="what">What it reads, in its own words: <c>held orders</c>.</param>
/// <param name="needed">To read it.</param>
public abstract class ReadingPageTests<TPage, TAsk, T>(string address, string what, Permission needed)
    where TPage : IComponent
{
    [Fact]
    public async Task Page_WhileReading_ShowsRows()
    {
        await using var context = Loaded();
        Reading(context).Later();

        Assert.NotEmpty(Open(context).FindAll($"[aria-label='Loading {what}']"));
    }

    [Fact]
    public async Task Page_StoreDown_SaysSoAndReadsAgain()
    {
        await using var context = Loaded();
        var later = Reading(context).Later();
        var page = Open(context);
        later.SetException(new IOException("disk"));
        page.WaitForAssertion(() => Assert.Contains($"The {what} could not be read", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("disk", page.Markup, StringComparison.Ordinal);

        await page.FindAll("button").First(button => button.TextContent == "Try again").ClickAsync(new());

        Assert.DoesNotContain("could not be read", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(Shown));
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = Loaded();
        Reading(context).Always((Result<T>)RolePermissions.Refusal(needed));

        Assert.Contains(RolePermissions.NameOf(needed), Open(context).Markup, StringComparison.Ordinal);
    }

    /// <summary>A selector of what is there once it was read.</summary>
    protected virtual string Shown => "li, tbody tr";

    /// <summary>With something of everything.</summary>
    protected abstract ConsoleContext Loaded();

    /// <summary>The question that the page asks.</summary>
    protected abstract Answer<TAsk, T> Reading(ConsoleContext context);

    protected IRenderedComponent<TPage> Open(ConsoleContext context, string? at = null)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(at ?? address);
        return context.Render<TPage>();
    }
}
