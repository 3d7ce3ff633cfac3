using Microsoft.Playwright;

namespace BackOffice.Tests.Browser.Matrix;

/// <summary>The pictures of docs/console.md: written over when PICTURES is set, small, of a window's height.</summary>
internal static class DocPictures
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } ? Path.Combine(Fakes.Repository.Root, "docs", "pictures") : null;

    public static async Task WriteAsync(IPage page, PageState state, int width, string theme)
    {
        if (s_folder is null || !state.IsInDocs || (width, theme) is not ((1440, "light") or (360, "dark")))
            return;
        var browser = await page.Context.NewCDPSessionAsync(page);
        var shot = await browser.SendAsync("Page.captureScreenshot", new Dictionary<string, object>
        {
            ["format"] = "webp", ["quality"] = 60, ["clip"] = new { x = 0, y = 0, width, height = width == 360 ? 780 : 900, scale = width == 360 ? 1 : 0.67 },
        });
        await File.WriteAllBytesAsync(Path.Combine(s_folder, $"{state.Name}-{width}-{theme}.webp"), Convert.FromBase64String(shot?.GetProperty("data").GetString() ?? ""));
    }
}
