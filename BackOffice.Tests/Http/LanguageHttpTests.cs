#if DEBUG
using System.Diagnostics;
using System.Net;
using System.Text;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Http;

[Collection(HttpCollection.Name)]
public sealed class LanguageHttpTests(HttpLab lab)
{
    [Theory]
    [InlineData("pt-BR", "pt-BR", "Você saiu")]
    [InlineData("pt-PT,en;q=0.5", "pt-BR", "Você saiu")]
    [InlineData("de, pt;q=0.7, en;q=0.3", "pt-BR", "Você saiu")]
    [InlineData("en-GB, pt;q=0.7", "en", "You are signed out")]
    [InlineData("pt;q=0, de", "en", "You are signed out")]
    [InlineData("de", "en", "You are signed out")]
    [InlineData(null, "en", "You are signed out")]
    public async Task Page_Asked_SpeaksTheBrowsersLanguage(string? asked, string tag, string title)
    {
        using var browser = lab.Browser();

        var html = await GetAsync(browser, "/signed-out", asked);

        Assert.Contains($"<html lang=\"{tag}\">", html, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_IsRememberedAndBeatsTheBrowser()
    {
        using var browser = lab.Browser();

        using var chosen = await ChooseAsync(browser, "pt-BR", "/signed-out?a=1", "same-origin");

        Assert.Equal("/signed-out?a=1", chosen.Headers.Location?.OriginalString);
        var cookie = Assert.Single(chosen.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("backoffice-language=pt-BR; max-age=", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("Você saiu", await GetAsync(browser, "/signed-out", "en"), StringComparison.Ordinal);
        using var back = await ChooseAsync(browser, "en", "/", "same-origin");
        Assert.Contains("You are signed out", await GetAsync(browser, "/signed-out", "pt-BR"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("https://evil.example/x")]
    [InlineData("/\\evil.example")]
    public async Task Choice_WithAForeignWayBack_EndsAtTheStart(string back)
    {
        using var browser = lab.Browser();

        using var chosen = await ChooseAsync(browser, "pt-BR", back, "same-origin");

        Assert.Equal("/", chosen.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Choice_MadeByAnotherSite_IsNotRemembered()
    {
        using var browser = lab.Browser();

        using var chosen = await ChooseAsync(browser, "pt-BR", "/", "cross-site");

        Assert.False(chosen.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Choice_OfALanguageWeDoNotHave_IsNotFound()
    {
        using var browser = lab.Browser();

        using var chosen = await ChooseAsync(browser, "de", "/", "same-origin");

        Assert.Equal(HttpStatusCode.NotFound, chosen.StatusCode);
    }

    [Fact]
    public async Task Console_InPortuguese_TellsItsCircuit()
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");

        var html = await GetAsync(browser, "/orders", "pt-BR");

        Assert.Contains("<html lang=\"pt-BR\">", html, StringComparison.Ordinal);
        Assert.Contains("O BackOffice precisa de JavaScript.", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_AskedInPortuguese_AnswersInEnglishAndInvariant()
    {
        using var client = await lab.ClientAsync("orders:read", "orders:write");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("pt-BR");
        client.DefaultRequestHeaders.Add("Cookie", "backoffice-language=pt-BR");

        using var missing = await HttpLab.JsonAsync(await client.GetAsync("/api/orders/GC-0000-0000"));
        using var refused = await HttpLab.JsonAsync(await client.GetAsync("/api/audit"));
        using var wrong = await HttpLab.JsonAsync(await client.GetAsync("/api/orders?query=" + Uri.EscapeDataString("weather:fine")));

        Assert.Equal("There is no order GC-0000-0000.", missing.RootElement.GetProperty("detail").GetString());
        Assert.StartsWith("This needs audit:read. ", refused.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(" have it.", refused.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("There is no field weather.", wrong.RootElement.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_OnAPortugueseMachine_SpeaksEnglish()
    {
        var program = Path.Combine(Repository.Root, "BackOffice", "bin", "Debug", "net10.0", "BackOffice.dll");
        var start = new ProcessStartInfo("dotnet", [program, "status", "--help"]) { RedirectStandardOutput = true };
        start.Environment["LANG"] = start.Environment["LC_ALL"] = "pt_BR.UTF-8";
        using var run = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");

        var said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();

        Assert.Contains("Usage:", said, StringComparison.Ordinal);
        Assert.Contains("Options:", said, StringComparison.Ordinal);
    }

    private static async Task<string> GetAsync(HttpClient browser, string path, string? languages)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (languages is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", languages);
        using var answer = await browser.SendAsync(request);
        return WebUtility.HtmlDecode(Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()));
    }

    private static async Task<HttpResponseMessage> ChooseAsync(HttpClient browser, string tag, string back, string site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/language/{tag}?back={Uri.EscapeDataString(back)}");
        request.Headers.Add("Sec-Fetch-Site", site);
        return await browser.SendAsync(request);
    }
}
#endif
