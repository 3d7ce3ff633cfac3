#if DEBUG
using System.Net;
using System.Net.WebSockets;

namespace BackOffice.Tests.Http;

[Collection(HttpCollection.Name)]
public sealed class SignInTests(HttpLab lab)
{
    [Theory]
    [InlineData("ama-kestrel", "Support agent")]
    [InlineData("tomas-linnet", "Support lead")]
    [InlineData("ines-marlow", "Operations")]
    [InlineData("noor-abelard", "Product manager")]
    [InlineData("viktor-saltmarsh", "Administrator")]
    public async Task SignIn_EachPersona_HasItsRole(string persona, string role)
    {
        using var browser = lab.Browser();

        using var landed = await lab.SignInAsync(browser, persona);

        Assert.Equal("/forbidden", landed.Headers.Location?.OriginalString);
        using var page = await browser.GetAsync("/forbidden");
        Assert.Contains(role, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_SessionCookie_IsOurOwnAndSmall()
    {
        using var browser = lab.Browser();

        using var landed = await lab.SignInAsync(browser, "ama-kestrel");

        var cookie = Assert.Single(landed.Headers.GetValues("Set-Cookie"), text => text.StartsWith("backoffice=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(cookie.Length < 1_500, $"{cookie.Length} characters: there is a token in it");
    }

    [Fact]
    public async Task SignIn_ForeignReturnUrl_EndsAtTheStart()
    {
        using var browser = lab.Browser();

        using var landed = await lab.SignInAsync(browser, "ama-kestrel", "//evil.example/x");

        Assert.Equal("/", landed.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Unlock_WrongCode_IsRefused()
    {
        using var browser = lab.Browser();

        using var answer = await browser.PostAsync("/trial/unlock", HttpLab.Form(("code", new string('0', 32)), ("query", "")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Choose_LockedBrowser_GetsNoCode()
    {
        using var browser = lab.Browser();
        using var challenge = await browser.GetAsync("/sign-in");
        var query = System.Web.HttpUtility.ParseQueryString(challenge.Headers.Location?.Query ?? "");

        using var answer = await browser.PostAsync(
            "/trial/authorize", HttpLab.Form(("client_id", query["client_id"] ?? ""), ("request_uri", query["request_uri"] ?? ""), ("persona", "ines-marlow")));

        Assert.Equal("/sign-in", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/orders")]
    [InlineData("/audit")]
    public async Task Page_Anonymous_RedirectsToSignIn(string path)
    {
        using var browser = lab.Browser();

        using var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location?.AbsolutePath);
    }

    [Fact]
    public async Task Page_SignedIn_IsServed()
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");

        using var page = await browser.GetAsync("/orders");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("no-store", page.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_Anonymous_IsUnauthorized()
    {
        using var browser = lab.Browser();

        using var answer = await browser.GetAsync("/api/orders");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET", "/api/nowhere")]
    [InlineData("DELETE", "/api/orders")]
    public async Task Api_WrongPathOrMethod_IsNoPage(string method, string path)
    {
        using var browser = lab.Browser();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Api_SessionCookie_IsNotEnough()
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ines-marlow");

        using var answer = await browser.GetAsync("/api/orders");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task SignInAgain_SamePerson_ComesBackWithANewerSignIn()
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");

        using var back = await AgainAsync(browser, "ama-kestrel", "/session");

        Assert.Equal("/session", back.Headers.Location?.OriginalString);
        Assert.Contains(back.Headers.GetValues("Set-Cookie"), text => text.StartsWith("backoffice=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignInAgain_SomebodyElse_IsRefused_AndTheSessionStays()
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");

        using var back = await AgainAsync(browser, "tomas-linnet", "/session");

        Assert.Equal("/sign-in-failed?reason=other-person", back.Headers.Location?.OriginalString);
        using var page = await browser.GetAsync("/forbidden");
        Assert.Contains("Ama Kestrel", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInAgain_AsksTheProviderToAskAgain_AndForeignAddressesEndAtTheStart()
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");

        using var back = await AgainAsync(browser, "ama-kestrel", "//evil.example/x");

        Assert.Equal("/", back.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignInAgain_Anonymous_IsAFirstSignIn()
    {
        using var browser = lab.Browser();

        using var answer = await browser.GetAsync("/sign-in/again?returnUrl=%2Fsession");

        Assert.Equal("/sign-in?returnUrl=%2Fsession", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignOut_OwnPage_EndsTheSession()
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");

        using var answer = await browser.PostAsync("/sign-out", content: null);

        Assert.Equal("/trial/end-session", answer.Headers.Location?.AbsolutePath);
        using var ended = await browser.GetAsync(answer.Headers.Location);
        using var back = await browser.GetAsync(ended.Headers.Location);
        Assert.Equal("/signed-out", back.Headers.Location?.OriginalString);
        using var page = await browser.GetAsync("/orders");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData(null)]
    public async Task SignOut_LinkFromElsewhere_AsksFirst(string? site)
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-out");
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var page = await browser.GetAsync("/orders");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Hub_ForeignOrigin_IsForbidden()
    {
        var cookies = new CookieContainer();
        using var browser = lab.Browser(cookies);
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");

        var own = await ConnectAsync(cookies, lab.Origin.GetLeftPart(UriPartial.Authority));
        var foreign = await ConnectAsync(cookies, "https://evil.example");
        var otherPort = await ConnectAsync(cookies, "http://127.0.0.1:1");

        Assert.Equal(HttpStatusCode.SwitchingProtocols, own);
        Assert.Equal(HttpStatusCode.Forbidden, foreign);
        Assert.Equal(HttpStatusCode.Forbidden, otherPort);
    }

    [Fact]
    public async Task Negotiate_ForeignOrigin_IsForbidden()
    {
        using var browser = lab.Browser();
        using var landed = await lab.SignInAsync(browser, "ama-kestrel");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/signed-out")]
    [InlineData("/nowhere")]
    [InlineData("/api/orders")]
    [InlineData("/plain.css")]
    public async Task AnyAnswer_CarriesTheSecurityHeaders(string path)
    {
        using var browser = lab.Browser();

        using var answer = await browser.GetAsync(path);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src-elem 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task AnyAnswer_ForeignHost_IsRefused()
    {
        using var browser = lab.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = "rebound.example";

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_Anonymous_IsHealthyAndNamesTheIdentity(string path)
    {
        using var browser = lab.Browser();

        using var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = await HttpLab.JsonAsync(answer);
        Assert.Equal("Healthy", json.RootElement.GetProperty("status").GetString());
        Assert.Equal("trial", json.RootElement.GetProperty("identity").GetString());
    }

    private async Task<HttpStatusCode> ConnectAsync(CookieContainer cookies, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new UriBuilder(lab.Origin) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
            socket.Abort();
        }
        catch (WebSocketException)
        {
            // Refused; the status says how.
        }

        return socket.HttpStatusCode;
    }

    /// <summary>From the page that asks for it to the answer of our own callback.</summary>
    private static async Task<HttpResponseMessage> AgainAsync(HttpClient browser, string persona, string returnUrl)
    {
        using var challenge = await browser.GetAsync("/sign-in/again?returnUrl=" + Uri.EscapeDataString(returnUrl));
        var query = System.Web.HttpUtility.ParseQueryString(challenge.Headers.Location?.Query ?? "");
        using var chosen = await browser.PostAsync(
            "/trial/authorize", HttpLab.Form(("client_id", query["client_id"] ?? ""), ("request_uri", query["request_uri"] ?? ""), ("persona", persona)));
        return await browser.GetAsync(chosen.Headers.Location);
    }
}
#endif
