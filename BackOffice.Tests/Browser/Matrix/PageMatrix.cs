using System.Reflection;
using System.Text.RegularExpressions;
using BackOffice.Components;
using BackOffice.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser.Matrix;

/// <summary>
/// Every page, loaded, empty, in error and with each dialog open, in both themes: axe finds nothing, nothing is contacted or refused on the way, and neither a window
/// of 320 px nor a zoom of 200 % loses anything. Pictures go to artifacts/screens, to be looked at.
/// </summary>
[Collection(ChromiumBrowser.Name)]
public sealed partial class PageMatrix(ChromiumBrowser browser)
{
    private const int Wide = 1440, Tablet = 768, Phone = 360, Zoomed = Wide / 2, Narrowest = 320;

    public static TheoryData<string> Names() => [.. PageStates.All.Keys];

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task Page_InEachState_HasNoViolationAndLosesNothing(string name)
    {
        var state = PageStates.All[name];
        await using var host = await PreviewHost.StartAsync(SamplePipeline.Now);
        PageSamples.Fill(host);
        state.Prepare(host);
        await using var tab = await browser.OpenAsync(Wide);
        var page = tab.Page;
        await page.GotoAsync(host.Url + state.Address);
        await SettleAsync(page, state);
        if (state.Open is { } open)
        {
            await open(page, host);
            await SettleAsync(page, state);
        }

        var (violations, acts) = (new List<string>(), await Reflow.ActsAsync(page));
        foreach (var width in state.IsLoaded ? [Wide, Tablet, Phone] : new[] { Wide, Phone })
            await LookAsync(tab, state, width, violations);
        var lost = new List<string>();
        foreach (var (width, height) in new[] { (Zoomed, 450), (Narrowest, 568) })
        {
            await page.SetViewportSizeAsync(width, height);
            lost.AddRange((await Reflow.LostAsync(page)).Concat(acts.Except(await Reflow.ActsAsync(page)).Select(act => $"\"{act}\" cannot be pressed")).Select(what => $"{width} px: {what}"));
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
        Assert.True(lost.Count == 0, string.Join('\n', lost));
        if (state.Trigger is { } trigger)
        {
            await page.SetViewportSizeAsync(Wide, 900);
            await page.Keyboard.PressAsync("Escape");
            // It asks first where something was typed.
            if (await page.Locator(".esc-asks").CountAsync() > 0)
                await page.Keyboard.PressAsync("Escape");
            await page.WaitForSelectorAsync(".mud-dialog, [role=menuitem]", new() { State = WaitForSelectorState.Detached });
            await Assertions.Expect(page.Locator(trigger)).ToBeFocusedAsync();
        }

        Assert.Empty(tab.Problems);
    }

    /// <summary>A new page must be in the table, loaded, empty and in error; a new dialog open.</summary>
    [Fact]
    public void Table_HasEveryPageInItsStatesAndEveryDialog()
    {
        var states = PageStates.All.Values.ToList();
        var missing = new List<string>();
        foreach (var page in typeof(App).Assembly.GetTypes().Where(type => type.GetCustomAttributes<RouteAttribute>().Any()))
        {
            var its = states.Where(state => page.GetCustomAttributes<RouteAttribute>().Any(route => Answers(route.Template, state.Address))).Select(state => Kind(state.Name)).ToHashSet();
            missing.AddRange(PageStates.KindsOf(page).Where(kind => !its.Contains(kind)).Select(kind => $"{page.Name}: {kind}"));
        }

        missing.AddRange(typeof(App).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ComponentBase)) && type.Name.EndsWith("Dialog", StringComparison.Ordinal) && !states.Exists(state => state.Dialog == type)).Select(type => type.Name));

        Assert.Empty(missing);
    }

    private static async Task LookAsync(BrowserPage tab, PageState state, int width, List<string> violations)
    {
        await tab.Page.SetViewportSizeAsync(width, width == Phone ? 780 : 900);
        foreach (var (theme, scheme) in new[] { ("light", ColorScheme.Light), ("dark", ColorScheme.Dark) })
        {
            await tab.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await tab.ScreenAsync($"{state.Name}-{width}-{theme}", fullPage: state.Trigger is null);
            await DocPictures.WriteAsync(tab.Page, state, width, theme);
            if (width != Tablet)
                violations.AddRange((await tab.Page.ViolationsAsync()).Select(violation => $"{width} px, {theme}: {violation}"));
        }
    }

    private static async Task SettleAsync(IPage page, PageState state)
    {
        await page.WaitForSelectorAsync("main h1");
        await page.WaitForFunctionAsync("() => !document.querySelector('.skeleton')");
        if (state.HasFigures)
            await page.WaitForSelectorAsync("#drawer b", new() { State = WaitForSelectorState.Attached });
    }

    private static string Kind(string name) => name.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? name[(dash + 1)..] : "loaded";

    private static bool Answers(string template, string address) =>
        Regex.IsMatch(address.Split('?')[0], "^" + Parameter().Replace(Regex.Escape(template).Replace("\\{", "{", StringComparison.Ordinal), match => match.Value.StartsWith("{\\*", StringComparison.Ordinal) ? ".+" : match.Value.Contains(":int", StringComparison.Ordinal) ? "[0-9]+" : "[^/]+") + "$");

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Parameter();
}
