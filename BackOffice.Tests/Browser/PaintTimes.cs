using Xunit.Abstractions;

namespace BackOffice.Tests.Browser;

/// <summary>
/// How long until a person sees it, on one real order page in a real browser: from a click to the paint that shows it, and from a colleague's note to the paint.
/// Printed, never asserted; that each is shown is. PAINT_TIMES sets how often (10 when not set).
/// </summary>
[Collection(ChromiumBrowser.Name)]
public sealed class PaintTimes(ChromiumBrowser browser, RealConsole console, ITestOutputHelper output) : IClassFixture<RealConsole>
{
    /// <summary>Resolves with the time of the first frame painted after the page is as asked.</summary>
    private const string Painted =
        """
        () => {
          window.painted = condition => new Promise(done => {
            const shown = () => { requestAnimationFrame(() => { const frame = new MessageChannel(); frame.port1.onmessage = () => done(performance.timeOrigin + performance.now()); frame.port2.postMessage(0); }); };
            if (condition()) return shown();
            const watch = new MutationObserver(() => { if (condition()) { watch.disconnect(); shown(); } });
            watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
          });
        }
        """;

    private const string ClickAStep =
        """
        async () => {
          const step = document.querySelector('.graph .node[aria-pressed=false]');
          const began = performance.timeOrigin + performance.now();
          step.dispatchEvent(new MouseEvent('click', { bubbles: true }));
          return await window.painted(() => step.getAttribute('aria-pressed') === 'true') - began;
        }
        """;

    [BrowserFact]
    public async Task OrderPage_ClickedAndChanged_IsPaintedSoon()
    {
        var times = int.Parse(Environment.GetEnvironmentVariable("PAINT_TIMES") ?? "10", System.Globalization.CultureInfo.InvariantCulture);
        await using var tab = await browser.OpenAsync();
        await console.SignInAsync(tab.Page, "Ines Marlow");
        var order = await console.PlaceAsync();
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await tab.Page.EvaluateAsync(Painted);

        var (clicks, changes) = (new List<double>(), new List<double>());
        for (var i = 0; i < times; i++)
        {
            clicks.Add(await tab.Page.EvaluateAsync<double>(ClickAStep));
            var text = $"note-number-{i}";
            var painted = tab.Page.EvaluateAsync<double>("text => window.painted(() => document.querySelector('.tl')?.textContent.includes(text))", text);
            var sent = await console.NoteAsync(order, text);
            changes.Add(await painted - sent);
        }

        output.WriteLine(FormattableString.Invariant($"click to paint {Tell(clicks)}; change to paint, the API's request included, {Tell(changes)}"));
        Assert.All(clicks.Concat(changes), took => Assert.True(took > 0));
        Assert.Empty(tab.Problems);
    }

    private static string Tell(List<double> took)
    {
        took.Sort();
        return FormattableString.Invariant($"p50 {took[took.Count / 2]:F0} ms, p95 {took[(int)Math.Ceiling(took.Count * 0.95) - 1]:F0} ms, most {took[^1]:F0} ms");
    }
}
