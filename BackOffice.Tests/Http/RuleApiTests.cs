using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BackOffice.Cli;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Hosting;
using BackOffice.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BackOffice.Tests.Http;

/// <summary>Rules over HTTP, hooks and the command line, against the real program.</summary>
[Collection(HttpCollection.Name)]
public sealed class RuleApiTests(HttpLab lab)
{
    [Fact]
    public async Task Pattern_ThatIsRefused_NamesPlaceSuggestionAndAwsReason()
    {
        using var client = await lab.ClientAsync("rules:write", "rules:read");

        using var response = await client.PutAsync("api/rules/r", HttpLab.Json("""{"pattern":{"detail-type":"Order Failed"},"targets":[],"commandId":"c1","expectedVersion":0,"reason":"x"}"""));
        using var problem = await HttpLab.JsonAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(("pattern.refused", "$.detail-type"), (Text(problem, "code"), Text(problem, "path")));
        Assert.Contains("must be an object or an array", Text(problem, "awsReason"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "api/rules")]
    [InlineData("GET", "api/rules/x/history")]
    [InlineData("GET", "api/routing/deliveries")]
    [InlineData("GET", "api/routing/dead-letters")]
    [InlineData("GET", "api/routing/destinations")]
    [InlineData("GET", "api/routing/redrives/c-1")]
    [InlineData("GET", "api/routing/replays")]
    [InlineData("GET", "api/routing/replays/r-1")]
    [InlineData("GET", "api/orders/GC-1/events")]
    public async Task Questions_WithoutRulesRead_AreForbidden(string method, string path)
    {
        using var client = await lab.ClientAsync("orders:read");

        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("api/routing/dead-letters/redrive", """{"rule":"r","target":"t","errorCode":"e","commandId":"c","reason":"x"}""")]
    [InlineData("api/routing/dead-letters/discard", """{"rule":"r","target":"t","errorCode":"e","commandId":"c","reason":"x"}""")]
    [InlineData("api/routing/replays", """{"rules":["r"],"from":"2026-11-23T00:00:00Z","to":"2026-11-23T01:00:00Z","counted":1,"commandId":"c","reason":"x"}""")]
    [InlineData("api/routing/replays/r-1/stop", "{}")]
    public async Task SendingAgain_WithoutRulesReplay_IsForbidden(string path, string body)
    {
        using var client = await lab.ClientAsync("rules:read", "rules:write");

        using var response = await client.PostAsync(path, HttpLab.Json(body));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task DeadLetters_ThatAreNotThere_AreNotFound_AndAnEmptyBodyNamesAllItLacks()
    {
        using var client = await lab.ClientAsync("rules:read", "rules:replay");

        using var none = await client.PostAsync("api/routing/dead-letters/discard", HttpLab.Json("""{"rule":"r","target":"t","errorCode":"e","commandId":"none-1","reason":"x"}"""));
        using var empty = await client.PostAsync("api/routing/dead-letters/redrive", HttpLab.Json("{}"));
        using var problem = await HttpLab.JsonAsync(empty);

        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.All(["/rule", "/target", "/errorCode", "/commandId", "/reason"], field => Assert.Contains(field, problem.RootElement.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task EventTypes_AreToldWithTheirSchemas()
    {
        using var client = await lab.ClientAsync("rules:read");

        using var response = await client.GetAsync("api/routing/event-types");
        using var types = await HttpLab.JsonAsync(response);

        Assert.Equal(EventCatalogue.All.Count, types.RootElement.GetProperty("items").GetArrayLength());
        Assert.Contains("Order Failed", types.RootElement.ToString(), StringComparison.Ordinal);
    }

    private static string Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString() ?? "";
}

/// <summary>One program with a partner and a support tool, from a rule's making to the delivery on its order.</summary>
public sealed class RoutingJourney : IAsyncLifetime
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), "bo-route-" + Guid.NewGuid().ToString("N")[..8]);
    private FakeReceiver _receiver = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _receiver = await FakeReceiver.StartAsync();
        _app = ServerHost.Build(
            new ServerSettings { Data = _data, Urls = "http://127.0.0.1:0", Environment = "Development", Overrides = Settings() }, builder => builder.Logging.SetMinimumLevel(LogLevel.Error));
        await _app.StartAsync();
        _app.Services.GetRequiredService<CommandLineSocket>().Protect();
        _client = new HttpClient { BaseAddress = _app.Services.GetRequiredService<ServerAddresses>().Origin };
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Rules_AsFiles_GoInAndOutUnchanged_AndAnEventFindsItsWay()
    {
        var folder = Path.Combine(_data, "files");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "solved.rule.json"), """
            {"description":"Solved tickets go to the partner","pattern":{"source":["webhook.zendesk"],"type":["zen:solved"]},"state":"enabled",
             "targets":[{"id":"t1","destination":"inner"}],
             "mustMatch":{"a solved ticket":{"source":"webhook.zendesk","type":"zen:solved"}}}
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "hooks.rule.json"), """
            {"description":"Everything of the support tool","pattern":{"source":["webhook.zendesk"]},"state":"enabled",
             "targets":[{"id":"t1","destination":"inner","inputTransformer":{"inputPathsMap":{"order":"$.detail.orderId"},"inputTemplate":"{\"order\":<order>,\"text\":\"The ticket was solved.\"}"}}]}
            """);

        Assert.Equal(ExitCodes.Success, await CommandLine.RunAsync(["rule", "import", folder, "--reason", "First", "--data", _data]));
        var written = Path.Combine(_data, "written");
        var template = Path.Combine(_data, "template.json");
        Assert.Equal(ExitCodes.Success, await CommandLine.RunAsync(["rule", "export", written, "--cloudformation", template, "--data", _data]));
        Assert.Equal(ExitCodes.Success, await CommandLine.RunAsync(["rule", "check", written]));
        Assert.Equal(ExitCodes.Success, await CommandLine.RunAsync(["rule", "import", written, "--reason", "The same", "--data", _data]));
        Assert.Equal(ExitCodes.Success, await CommandLine.RunAsync(["rule", "import", template, "--reason", "The same without examples", "--data", _data]));
        Assert.Contains("AWS::Events::Rule", await File.ReadAllTextAsync(template), StringComparison.Ordinal);

        using var unsigned = await _client.PostAsync("/hooks/zendesk", HttpLab.Json("{}"));
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        const string body = """{"id":"evt-1","type":"ticket.solved","detail":{"external_id":"GC-0000-0001"},"orderId":"GC-0000-0001"}""";
        for (var i = 0; i < 2; i++)
        {
            using var signed = await _client.SendAsync(Signed(body));
            Assert.Equal(HttpStatusCode.Accepted, signed.StatusCode);
        }

        var routing = _app.Services.GetRequiredService<IDeliveryDesk>();
        EventTrace? trace = null;
        for (var patience = 0; patience < 200 && trace?.Deliveries is not [{ State: not BackOffice.Core.Routing.Delivery.DeliveryState.Pending }]; patience++)
        {
            await Task.Delay(50);
            trace = (await routing.TraceOrderAsync(new OrderId("GC-0000-0001"), PipelineLab.Operator, default)).Value.SingleOrDefault();
        }

        Assert.NotNull(trace);
        // There is no such order, which only the destination can know: its refusal is the cause of the dead letter.
        Assert.Equal("Note.Refused", Assert.Single(trace.Deliveries).ErrorCode);
        Assert.Equal([("hooks", true), ("solved", false)], trace.Rules.Select(rule => (rule.Rule, rule.Matches)));
        Assert.Contains("The event has no type", trace.Rules[1].Why, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Signed(string body)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData("inbound-secret"u8, Encoding.UTF8.GetBytes(at + body)));
        var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/zendesk") { Content = HttpLab.Json(body) };
        request.Headers.Add("X-Zendesk-Webhook-Signature-Timestamp", at);
        request.Headers.Add("X-Zendesk-Webhook-Signature", signature);
        return request;
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["Routing:Destinations:inner:Kind"] = nameof(DestinationKind.OrderNote),
        ["Routing:Destinations:partner:Kind"] = nameof(DestinationKind.Webhook),
        ["Routing:Destinations:partner:Url"] = _receiver.Origin + "/hook",
        ["Routing:Destinations:partner:Secret"] = "PARTNER_KEY",
        ["Routing:Inbound:zendesk:Format"] = nameof(InboundFormat.Zendesk),
        ["Routing:Inbound:zendesk:Secret"] = "INBOUND_KEY",
        ["PARTNER_KEY"] = "partner-secret",
        ["INBOUND_KEY"] = "inbound-secret",
    };
}
