using BackOffice.Components.Layout;
using BackOffice.Core.Access;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BackOffice.Tests.Pages.Layout;

public sealed class HelpSheetTests
{
    [Fact]
    public async Task Sheet_ForAnAgent_ListsEveryGroupAndOnlyPagesTheyMaySee()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        var sheet = await OpenAsync(context);

        Assert.Equal(["Go to a page", "Everywhere", "In a list", "On an order", "In a dialog"], sheet.FindAll("h3").Select(title => title.TextContent));
        var pages = sheet.FindAll("section")[0].TextContent;
        Assert.Contains("Rollout", pages, StringComparison.Ordinal);
        Assert.DoesNotContain("Audit", pages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switch_Off_IsRememberedByTheBrowser()
    {
        await using var context = new ConsoleContext();
        var sheet = await OpenAsync(context);

        await sheet.Find("#single-keys").ChangeAsync(new ChangeEventArgs { Value = false });

        var call = Assert.Single(context.JSInterop.Invocations["prefer"]);
        Assert.Equal(["keys", "off"], call.Arguments);
    }

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(ConsoleContext context)
    {
        var dialogs = context.RenderProviders();
        await dialogs.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<HelpSheet>("Keys"));
        dialogs.WaitForElement("#single-keys");
        return dialogs;
    }
}
