using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BackOffice.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BackOffice.Tests.Http;

/// <summary>The real program with its trial sign-in, on a free loopback port and a data folder of its own; what a terminal and a browser see of it.</summary>
public sealed partial class HttpLab : IAsyncLifetime
{
    private WebApplication? _app;
    private string _printed = "";

    public string Data { get; } = Path.Combine(Path.GetTempPath(), "bo-http-" + Guid.NewGuid().ToString("N")[..8]);

    /// <summary>Where every line of the log goes, however fine; null for errors on the console alone.</summary>
    public ILoggerProvider? Logs { get; init; }

    public Uri Origin => Services.GetRequiredService<ServerAddresses>().Origin;

    public IServiceProvider Services => _app?.Services ?? throw new InvalidOperationException("Not started.");

    public string Code => Printed(CodeLine());

    public static string Order(string token = "tok_ok", int quantity = 2) =>
        $$$"""
        {"kind":"DealVoucher","brand":"gilt-city","customer":{"name":"Dora Whitfield","email":"dora.whitfield@example.com"},
        "lines":[{"city":"boston","offerId":"HARBOUR-2","unitId":"u-1","title":"Harbour Sail","quantity":{{{quantity}}},"unitPrice":{"minor":8900,"unit":"USD"}}],
        "tenders":[{"kind":"Card","token":"{{{token}}}","brand":"visa","last4":"4242","amount":{"minor":{{{8900 * quantity}}},"unit":"USD"}}]}
        """;

    public async Task InitializeAsync()
    {
        _app = ServerHost.Build(
            new ServerSettings { Urls = "http://127.0.0.1:0", Data = Data, Environment = "Development" },
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Error);
                if (Logs is null)
                    return;
                builder.Logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Trace);
                builder.Configuration.AddInMemoryCollection(new[] { "Default", "Microsoft", "System.Net.Http", "OpenIddict" }.Select(name => KeyValuePair.Create($"Logging:LogLevel:{name}", (string?)"Trace")));
            });
        await _app.StartAsync();
        _app.Services.GetRequiredService<CommandLineSocket>().Protect();
        using var printed = new StringWriter();
        _app.Services.GetRequiredService<StartAnnouncement>().Print(printed);
        _printed = printed.ToString();
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Directory.Delete(Data, recursive: true);
    }

    /// <summary>A browser without a session: keeps cookies, follows nothing by itself.</summary>
    public HttpClient Browser(CookieContainer? cookies = null) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new() })
    {
        BaseAddress = Origin,
    };

    /// <summary>A program with a token of client trial-api for the scopes.</summary>
    public async Task<HttpClient> ClientAsync(params string[] scopes)
    {
        var client = Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "trial/connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = string.Join(' ', scopes) }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("trial-api:" + Printed(SecretLine()))));
        using var response = await client.SendAsync(request);
        using var answer = await JsonAsync(response);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.RootElement.GetProperty("access_token").GetString());
        return client;
    }

    /// <summary>The whole sign-in as a browser does it; the answer to the last redirect, which sets the session.</summary>
    public async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string persona, string returnUrl = "/forbidden")
    {
        using var challenge = await browser.GetAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        var authorize = challenge.Headers.Location ?? throw new InvalidOperationException($"No redirect: {challenge.StatusCode}");
        using var unlocked = await browser.PostAsync("/trial/unlock", Form(("code", Code), ("query", authorize.Query)));
        var choice = await browser.GetStringAsync(unlocked.Headers.Location);
        var fields = HiddenField().Matches(choice).Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)));
        using var chosen = await browser.PostAsync("/trial/authorize", Form([.. fields, ("persona", persona)]));
        return await browser.GetAsync(chosen.Headers.Location);
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public static async Task<JsonDocument> JsonAsync(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync());

    public static async Task<HttpResponseMessage> PlaceAsync(HttpClient client, string? key, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/orders") { Content = new StringContent(body, Encoding.UTF8, type) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private string Printed(Regex line) => line.Match(_printed) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException("Not printed: " + line);

    [GeneratedRegex(@"Sign-in code\s+(\S+)")]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"Client secret\s+(\S+)")]
    private static partial Regex SecretLine();

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}

/// <summary>One server for all tests that only talk to it.</summary>
[CollectionDefinition(Name)]
public sealed class HttpCollection : ICollectionFixture<HttpLab>
{
    public const string Name = "http";
}
