using System.Text.Json;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser.Matrix;

/// <summary>What a narrow window, or a page zoomed to 200 %, loses: what leaves the window sideways, what is cut off, what can no longer be pressed.</summary>
internal static class Reflow
{
    private const string Visible =
        """
        const spoken = e => { for (let p = e; p; p = p.parentElement) if (getComputedStyle(p).clipPath !== 'none') return true; return false; };
        const visible = e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.skip, [aria-hidden=true]') && e.getBoundingClientRect().width > 1 && !spoken(e);
        """;

    private const string Lost =
        "() => {" + Visible +
        """
          const width = document.documentElement.clientWidth, lost = [];
          if (document.documentElement.scrollWidth > width) lost.push(`the page is ${document.documentElement.scrollWidth} px wide`);
          const scrolls = (e, axis) => {
            for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
              if (/auto|scroll/.test(getComputedStyle(p)[axis])) return p;
            return null;
          };
          const say = e => `<${e.tagName.toLowerCase()} class="${e.getAttribute('class') ?? ''}"> "${(e.innerText ?? e.textContent ?? '').trim().slice(0, 40)}"`;
          for (const e of document.querySelectorAll('main *, header *, .mud-dialog *, [role=menu] *')) {
            const words = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            if (!words && !e.matches('button, a, input, select, textarea') || !visible(e)) continue;
            const box = e.getBoundingClientRect();
            if (!scrolls(e, 'overflowX')) {
              if (box.right > width + 1 || box.left < -1) lost.push(say(e) + ` reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
              for (let p = e; p && p !== document.body; p = p.parentElement) {
                const style = getComputedStyle(p), edge = p.getBoundingClientRect();
                if (/hidden|clip/.test(style.overflowX) && style.textOverflow !== 'ellipsis' && box.right > edge.right + 1.5) { lost.push(say(e) + ' is cut off'); break; }
              }
            }
            if (e.closest('.mud-dialog') && !scrolls(e, 'overflowY') && (box.bottom > innerHeight + 1 || box.top < -1)) lost.push(say(e) + ' is above or below the window');
          }
          return lost;
        }
        """;

    // Headers that sort and the drawing of the workflow have their own form on a phone: the select "Sort", and the list of steps.
    private const string Acts =
        "() => {" + Visible +
        """
          const words = e => { const copy = e.cloneNode(true); copy.querySelectorAll('kbd').forEach(key => key.remove()); return copy.textContent; };
          return [...document.querySelectorAll('main :is(a, button, input, select, textarea, summary), .mud-dialog :is(a, button, input, select, textarea)')]
            .filter(e => visible(e) && !e.closest('.sort, svg, .zoom-bar'))
            .map(e => (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || words(e) || e.id || e.name || e.type || '').replace(/\s+/g, ' ').replace(/\d+/g, '#').trim().toLowerCase());
        }
        """;

    public static async Task<IReadOnlyList<string>> LostAsync(IPage page) => await ListAsync(page, Lost);

    /// <summary>Names of all that can be pressed or filled in: in lower case, with # for each number, because ages and counts go on.</summary>
    public static async Task<IReadOnlySet<string>> ActsAsync(IPage page) => (await ListAsync(page, Acts)).ToHashSet();

    private static async Task<IReadOnlyList<string>> ListAsync(IPage page, string script) =>
        [.. (await page.EvaluateAsync<JsonElement>(script)).EnumerateArray().Select(item => item.GetString() ?? "")];
}
