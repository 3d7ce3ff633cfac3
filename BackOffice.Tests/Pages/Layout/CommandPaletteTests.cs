using BackOffice.Components.Layout;
using BackOffice.Components.Layout.Finding;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BackOffice.Tests.Pages.Layout;

public sealed class CommandPaletteTests
{
    [Fact]
    public async Task Opened_ShowsPagesThenCommands()
    {
        await using var context = SearchBoxTests.Found();
        var (dialogs, _) = await OpenAsync(context);

        Assert.Equal(["Pages", "Commands"], dialogs.FindAll(".group").Select(group => group.TextContent));
        Assert.Contains("Sign out", Labels(dialogs));
        Assert.Equal("command-0", dialogs.Find("input").GetAttribute("aria-activedescendant"));
    }

    [Theory]
    [InlineData("sys", "System")]
    [InlineData("my s", "My session")]
    [InlineData("out sign", "Sign out")]
    public async Task Typed_PartsOfWords_LeaveWhatIsCalledSoFirst(string text, string first)
    {
        await using var context = SearchBoxTests.Found();
        var (dialogs, _) = await OpenAsync(context);

        await SearchBoxTests.TypeAsync(context, dialogs, text);

        Assert.Equal(first, Labels(dialogs)[0]);
    }

    [Fact]
    public async Task PastedOrderId_AndEnter_ClosesWithTheOrder()
    {
        await using var context = SearchBoxTests.Found(SampleViews.Declined().Head);
        var (dialogs, dialog) = await OpenAsync(context);
        await SearchBoxTests.TypeAsync(context, dialogs, "GC-4417-0932");

        await dialogs.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal("/orders/GC-4417-0932", Assert.IsType<FindItem>((await dialog.Result)?.Data).Href);
    }

    [Fact]
    public async Task EnterFasterThanTheSearch_WaitsForWhatItFinds()
    {
        await using var context = SearchBoxTests.Found(SampleViews.Declined().Head);
        var (dialogs, dialog) = await OpenAsync(context);
        await SearchBoxTests.TypeAsync(context, dialogs, "GC-4417-0932", await_: false);

        await dialogs.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal("/orders/GC-4417-0932", Assert.IsType<FindItem>((await dialog.Result)?.Data).Href);
    }

    [Fact]
    public async Task ArrowUp_FromTheFirst_GoesToTheLast()
    {
        await using var context = SearchBoxTests.Found();
        var (dialogs, dialog) = await OpenAsync(context);

        await dialogs.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowUp" });
        await dialogs.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal("Sign out", Assert.IsType<FindItem>((await dialog.Result)?.Data).Label);
    }

    private static async Task<(IRenderedComponent<MudDialogProvider> Dialogs, IDialogReference Dialog)> OpenAsync(ConsoleContext context)
    {
        var dialogs = context.RenderProviders();
        FindItem[] commands = [new(Icons.Material.Rounded.Logout, "Sign out") { Act = () => Task.CompletedTask, Group = "Commands" }];
        var dialog = await dialogs.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>()
            .ShowAsync<CommandPalette>("Commands", new DialogParameters { { nameof(CommandPalette.Commands), commands } }));
        dialogs.WaitForElement("#command");
        return (dialogs, dialog);
    }

    private static List<string> Labels(IRenderedComponent<MudDialogProvider> dialogs) =>
        [.. dialogs.FindAll("[role=option] > div").Select(option => option.ChildNodes[0].TextContent.Trim())];
}
