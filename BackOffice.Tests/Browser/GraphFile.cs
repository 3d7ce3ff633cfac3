using System.Xml.Linq;
using BackOffice.Tests.Browser.Matrix;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Browser;

[Collection(ChromiumBrowser.Name)]
public sealed class GraphFile(ChromiumBrowser browser)
{
    [BrowserFact]
    public async Task Graph_SavedAsSvg_IsAFileThatNeedsNothingElse()
    {
        await using var host = await PreviewHost.StartAsync(SampleViews.Placed.AddSeconds(116));
        PageSamples.Fill(host);
        await using var tab = await browser.OpenAsync(dark: true);
        await tab.Page.GotoAsync(host.Url + $"/orders/{SampleViews.Id}");

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.ClickAsync("[aria-label='Save the graph as SVG']"));

        Assert.Equal($"{SampleViews.Id}-workflow.svg", download.SuggestedFilename);
        var path = Path.Combine(ChromiumBrowser.Screens, "workflow-dark.svg");
        await download.SaveAsAsync(path);
        var text = await File.ReadAllTextAsync(path);
        var svg = XDocument.Parse(text).Root;
        Assert.Equal("{http://www.w3.org/2000/svg}svg", svg?.Name.ToString());
        Assert.DoesNotContain("var(", text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", text.Replace("http://www.w3.org/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // The dark surface, and the border of the step that is tried again.
        Assert.Contains("rgb(26, 30, 38)", text, StringComparison.Ordinal);
        Assert.Contains("rgb(219, 116, 64)", text, StringComparison.Ordinal);
        Assert.Contains(svg?.Descendants() ?? [], element => element.Value == "Capture");
        Assert.Empty(tab.Problems);
    }
}
