using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using BackOffice.Core.Rollouts;
using BackOffice.Tests.Torture;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>The real program with its trial sign-in on a free port and a data folder that is empty or full of invented orders; every order is instant.</summary>
public sealed partial class RealConsole : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backoffice-browser-").FullName;
    private readonly HttpClient _api = new();
    private ServerProcess? _server;
    private string _code = "";
    private string _said = "";
    private readonly Dictionary<string, string> _settings = new() { ["Sandbox__SlowDelay"] = "00:00:03" };
    private readonly int _invented;
    private readonly Dictionary<string, string> _tokens = [];
    private int _orders, _starts;

    public RealConsole()
    {
    }

    /// <param name="key">A setting beside the usual ones, as an environment variable.</param>
    /// <param name="value">Its value.</param>
    internal RealConsole(string key, string value) => _settings[key] = value;

    /// <param name="invented">Orders of <c>bench search</c> that are there already: five years of them, one in a hundred failed.</param>
    internal RealConsole(int invented) => _invented = invented;

    /// <param name="settings">Beside the usual ones, as environment variables.</param>
    internal RealConsole(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings)
            _settings[key] = value;
    }

    public string Url => Server.Origin.ToString().TrimEnd('/');

    private ServerProcess Server => _server ?? throw new InvalidOperationException("The server was not started.");

    public async Task InitializeAsync()
    {
        if (ChromiumBrowser.WhyNot is not null)
            return;
        if (_invented > 0)
            await InventAsync();
        await StartAsync(ServerProcess.FreePort());
        _api.BaseAddress = Server.Origin;
        await GetTokenAsync();
        await DialAsync(10_000);
    }

    /// <summary>Ends the server as a crash does.</summary>
    public void Kill() => Server.Kill();

    /// <summary>The same server on the same folder and port. Sessions live on, for their keys are in the folder; tokens of the API do not.</summary>
    public async Task StartAgainAsync()
    {
        var port = Server.Origin.Port;
        Server.Dispose();
        await StartAsync(port);
        _tokens.Clear();
        await GetTokenAsync();
    }

    /// <summary>The order as the API tells it, whatever a page says.</summary>
    public Task<JsonElement> OrderAsync(string order) => _api.GetFromJsonAsync<JsonElement>("/api/orders/" + order);

    /// <summary>What the API answers to a question that the scope permits.</summary>
    public async Task<JsonElement> AskAsync(string path, string scope)
    {
        if (!_tokens.TryGetValue(scope, out var token))
            _tokens[scope] = token = await TokenAsync(scope);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await _api.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A note as a colleague would write it; answers when the command was sent, in milliseconds since 1970.</summary>
    public async Task<double> NoteAsync(string order, string text)
    {
        var at = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        using var answer = await _api.PostAsJsonAsync($"/api/orders/{order}/notes", new { commandId = Guid.NewGuid().ToString("N"), text, pinned = false });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return at;
    }

    private string Data => _invented > 0 ? Path.Combine(_folder, FormattableString.Invariant($"data-bench-search-{_invented}"), "data") : Path.Combine(_folder, "data");

    private async Task InventAsync()
    {
        var (exit, said) = await ServerProcess.RunAsync(
            new Dictionary<string, string>(), CancellationToken.None, "bench", "search", "--orders", _invented.ToString(CultureInfo.InvariantCulture), "--runs", "0", "--data", Path.Combine(_folder, "data"));
        Assert.True(exit == 0, said);
    }

    private async Task StartAsync(int port)
    {
        var log = Path.Combine(_folder, $"log-{++_starts}.txt");
        _server = await ServerProcess.StartAsync(Data, port, log, _settings, CancellationToken.None);
        _said = await ReadLogAsync(log);
        _code = CodeLine().Match(_said).Groups[1].Value;
    }

    private async Task GetTokenAsync() => _api.DefaultRequestHeaders.Authorization =
        new AuthenticationHeaderValue("Bearer", await TokenAsync("orders:write orders:read orders:retry notes:write rollout:read rollout:set"));

    public Task DisposeAsync()
    {
        _api.Dispose();
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Printed by the start: what unlocks the trial sign-in.</summary>
    public string Code => _code;

    /// <summary>Signs the tab in as one of the five people and leaves it on the home page.</summary>
    public async Task SignInAsync(IPage page, string name)
    {
        await page.GotoAsync(Url + "/");
        await page.FillAsync("#code", _code);
        await page.ClickAsync("button.button");
        await page.ClickAsync($"button:has(strong:text-is('{name}'))");
        await page.WaitForSelectorAsync("header.appbar");
        await page.WaitForSelectorAsync($".me:has-text('{name}')");
    }

    /// <summary>Places an order through the API and answers its id. The token and the e-mail's tags decide what the sandbox does.</summary>
    public async Task<string> PlaceAsync(string token = "tok_ok", string email = "dora.whitfield@example.test", string name = "Dora Whitfield", int quantity = 2)
    {
        var key = "browser-" + Interlocked.Increment(ref _orders).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders")
        {
            Content = JsonContent.Create(new
            {
                kind = "DealVoucher", brand = "gilt-city", customer = new { name, email },
                lines = new[] { new { city = "Boston", offerId = "HARBOUR-2", unitId = "u-1", title = "Harbour Sail for Two", quantity, unitPrice = new { minor = 8900, unit = "USD" } } },
                tenders = new[] { new { kind = "Card", token, brand = "visa", last4 = "4242", amount = new { minor = 8900 * quantity, unit = "USD" } } },
            }),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await _api.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return OrderIdText().Match(body).Value;
    }

    private async Task DialAsync(int basisPoints)
    {
        var path = "/api/rollouts/" + RolloutPolicy.CityOrdersInstantProcessing;
        var now = await _api.GetFromJsonAsync<JsonElement>(path);
        using var answer = await _api.PutAsJsonAsync(path, new { commandId = "browser-dial", expectedVersion = now.GetProperty("version").GetInt64(), dial = basisPoints, reason = "Browser tests" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>An access token of the client trial-api for the scopes.</summary>
    public async Task<string> TokenAsync(string scopes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Origin, "/trial/connect/token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = scopes }),
        };
        var secret = SecretLine().Match(_said).Groups[1].Value;
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("trial-api:" + secret)));
        using var answer = await _api.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("access_token").GetString() ?? "";
    }

    /// <summary>The announcement is printed just after the server is ready.</summary>
    private static async Task<string> ReadLogAsync(string file)
    {
        var said = "";
        await Fakes.Eventually.TrueAsync(() =>
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            said = reader.ReadToEnd();
            return CodeLine().IsMatch(said) && SecretLine().IsMatch(said);
        });
        return said;
    }

    [GeneratedRegex(@"Sign-in code\s+(\S+)")]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"Client secret\s+(\S+)")]
    private static partial Regex SecretLine();

    [GeneratedRegex("[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex OrderIdText();
}
