using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>axe with all its rules on the page as it is. The script is put into a page once, which is most of the cost of a check.</summary>
internal static class AxeCheck
{
    private static readonly string s_script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Violations of any impact: the rule, how bad, and the first places.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(this IPage page)
    {
        if (!await page.EvaluateAsync<bool>("typeof window.axe === 'object'"))
            await page.EvaluateAsync(s_script);
        var found = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map(n => n.html + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`)");
        return [.. found.EnumerateArray().Select(violation => violation.GetString() ?? "")];
    }
}
