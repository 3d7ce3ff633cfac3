using BackOffice.Components.Orders;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Export;
using BackOffice.Core.Orders.Views;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BackOffice.Tests.Pages.Orders;

public sealed class ExportDialogTests
{
    [Fact]
    public async Task Button_OnThePage_OpensItWithTheQueryAndWhatIsKnownOfItsSize()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), null));
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = 1_204 });
        var dialogs = context.RenderProviders();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/orders?q=status:failed");
        var page = context.Render<OrdersPage>();

        _ = page.Find("#export-orders").ClickAsync(new());

        dialogs.WaitForAssertion(() => Assert.Contains("status:failed: 1,204 orders.", dialogs.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Button_WhileTheQueryCannotBeRead_IsClosedAndSaysWhy()
    {
        await using var context = new ConsoleContext();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/orders?q=statsu:failed");

        var page = context.Render<OrdersPage>();

        Assert.Equal("true", page.Find("#export-orders").GetAttribute("aria-disabled"));
        Assert.Equal("Mend the query first.", page.Find("#export-orders-why").TextContent);
    }

    [Fact]
    public async Task Export_AsItOpens_IsMaskedCsv_AndEndsWithALinkForItsMaker()
    {
        await using var context = new ConsoleContext();
        context.Exports.Make.Always(ask => new ExportFile(ask.ExportId, "orders-1.csv", "/nowhere", ask.Format, new ExportSummary(1_204, false, new string('a', 64)), context.Clock.GetUtcNow().AddHours(1)));
        var dialog = await OpenAsync(context);

        await Button(dialog, "Export masked").ClickAsync(new());

        var sent = Assert.Single(context.Exports.Make.Asked);
        Assert.Equal(("status:failed", ExportFormat.Csv, false, null), (sent.Query, sent.Format, sent.InClear, sent.Reason));
        Assert.Contains("1,204 orders are in the file.", dialog.Find("[role=status]").TextContent, StringComparison.Ordinal);
        var link = dialog.Find("a[download]");
        Assert.Equal(("/exports/" + sent.ExportId, "Download orders-1.csv"), (link.GetAttribute("href"), link.TextContent.Trim()));
        Assert.DoesNotContain("It was cut", dialog.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Cut_SaysSo()
    {
        await using var context = new ConsoleContext();
        context.Exports.Make.Always(ask => new ExportFile(ask.ExportId, "orders-1.csv", "/nowhere", ask.Format, new ExportSummary(100_000, true, ""), context.Clock.GetUtcNow()));
        var dialog = await OpenAsync(context);

        await Button(dialog, "Export masked").ClickAsync(new());

        Assert.Contains("It was cut", dialog.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InClear_WaitsForAReason_AndSendsIt()
    {
        await using var context = new ConsoleContext();
        context.Exports.Make.Always(new Unavailable("export.disk", "The disk is full."));
        var dialog = await OpenAsync(context);

        await dialog.FindAll("input[name=masked]")[1].ChangeAsync(new ChangeEventArgs { Value = "on" });
        Assert.True(Button(dialog, "Export in clear").HasAttribute("disabled"));
        await dialog.Find("#export-reason").InputAsync(new ChangeEventArgs { Value = " Mail to all " });
        await dialog.FindAll("input[name=format]")[1].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await Button(dialog, "Export in clear").ClickAsync(new());

        var sent = Assert.Single(context.Exports.Make.Asked);
        Assert.Equal((true, "Mail to all", ExportFormat.Jsonl), (sent.InClear, sent.Reason, sent.Format));
        Assert.Contains("The disk is full.", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InClear_WithoutPermission_IsClosedAndNamesIt()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);

        var dialog = await OpenAsync(context);

        Assert.True(dialog.FindAll("input[name=masked]")[1].HasAttribute("disabled"));
        Assert.Contains("customers:export", dialog.Find("#export-why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_ShowsABarAndTheRowsSoFar_AndStopEndsIt()
    {
        await using var context = new ConsoleContext();
        context.Exports.Make.Later();
        var dialog = await OpenAsync(context);

        var running = Button(dialog, "Export masked").ClickAsync(new());
        dialog.WaitForAssertion(() => Assert.Equal("1204", dialog.Find("progress").GetAttribute("max")));
        context.Exports.Progress?.Report(new ExportProgress(400, null));
        dialog.WaitForAssertion(() => Assert.Contains("400 orders so far", dialog.Markup, StringComparison.Ordinal));
        await Button(dialog, "Stop").ClickAsync(new());
        await running;

        Assert.Contains("Stopped after 400 orders. Nothing is kept.", dialog.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Empty(dialog.FindAll("a[download]"));
    }

    [Fact]
    public async Task Again_AfterAFailure_IsAnotherExport()
    {
        await using var context = new ConsoleContext();
        context.Exports.Make.Always(new Unavailable("store.away", "The store does not answer."));
        var dialog = await OpenAsync(context);

        await Button(dialog, "Export masked").ClickAsync(new());
        await Button(dialog, "Export masked").ClickAsync(new());

        Assert.Equal(2, context.Exports.Make.Asked.Select(ask => ask.ExportId).Distinct().Count());
    }

    [Fact]
    public async Task Leaving_WhileItRuns_StopsIt()
    {
        var context = new ConsoleContext();
        context.Exports.Make.Later();
        var dialog = await OpenAsync(context);
        var running = Button(dialog, "Export masked").ClickAsync(new());
        dialog.WaitForAssertion(() => Assert.NotEmpty(dialog.FindAll("progress")));

        await context.DisposeAsync();

        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(ConsoleContext context)
    {
        var provider = context.RenderProviders();
        var parameters = new DialogParameters<ExportDialog> { { dialog => dialog.Query, "status:failed" }, { dialog => dialog.Estimate, new QueryCount(1_204, false) } };
        await provider.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<ExportDialog>("dialog", parameters));
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.FindAll("input[name=format]")));
        return provider;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> dialog, string text) =>
        dialog.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
