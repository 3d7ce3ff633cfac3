using System.Globalization;
using Xunit.Abstractions;

namespace BackOffice.Tests.Browser;

/// <summary>
/// How long after the last key the box shows what it found, in a real browser against the real program, over SEARCH_ORDERS invented orders (10,000 when
/// not set). The figure is printed, never asserted; that every text is answered is.
/// </summary>
[Collection(ChromiumBrowser.Name)]
public sealed class SearchBoxSpeed(ChromiumBrowser browser, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Measure =
        """
        () => {
          const box = document.getElementById('search');
          window.lastKey = 0;
          window.shown = null;
          box.addEventListener('input', () => { window.lastKey = performance.now(); window.shown = null; });
          new MutationObserver(() => {
            const drop = document.getElementById('search-hits');
            if (window.shown === null && drop && drop.dataset.for === box.value.trim()) requestAnimationFrame(() => { window.shown ??= performance.now() - window.lastKey; });
          }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        }
        """;

    private static readonly string[] s_texts =
        ["bab", "cafe", "bo", "dado ba", "mare", "555 1", "auth_0000000", "user-00000", "GC-0", "leno", "sa", "tito fo", "vi", "email:ba", "card:4242", "status:failed", "pera", "no", "gigi la", "error:card.declined"];

    private readonly RealConsole _console = new(Orders);

    private static int Orders => int.Parse(Environment.GetEnvironmentVariable("SEARCH_ORDERS") ?? "10000", CultureInfo.InvariantCulture);

    public Task InitializeAsync() => _console.InitializeAsync();

    public Task DisposeAsync() => _console.DisposeAsync();

    [BrowserFact]
    public async Task Typing_OverManyOrders_ShowsHitsSoonAfterTheLastKey()
    {
        await using var tab = await browser.OpenAsync();
        await _console.SignInAsync(tab.Page, "Ama Kestrel");
        await tab.Page.EvaluateAsync(Measure);

        var took = new List<double>();
        foreach (var text in s_texts)
        {
            await tab.Page.FillAsync("#search", "");
            await tab.Page.FocusAsync("#search");
            await tab.Page.Keyboard.TypeAsync(text, new() { Delay = 40 });
            await tab.Page.WaitForFunctionAsync("text => window.shown !== null && document.getElementById('search-hits')?.dataset.for === text", text);
            took.Add(await tab.Page.EvaluateAsync<double>("window.shown"));
        }

        took.Sort();
        output.WriteLine(FormattableString.Invariant($"last key to hits over {Orders:N0} orders: p50 {took[took.Count / 2]:F0} ms, p95 {took[(int)Math.Ceiling(took.Count * 0.95) - 1]:F0} ms, most {took[^1]:F0} ms, of which 150 ms wait for the next key"));
        Assert.Empty(tab.Problems);
    }
}
