using System.Text;
using System.Text.Json;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;
using BackOffice.Tests.Contracts.Store;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Routing.Router;

/// <summary>The embedded router against a real HTTP server that misbehaves.</summary>
public sealed class RouterTests : IAsyncLifetime
{
    private const string Everything = """{"source":["backoffice.orders"]}""";
    private const string Declined = """{"detail-type":["Order Failed"],"detail":{"error":["Card.Declined"]}}""";

    private FakeReceiver _receiver = null!;
    private RouterLab _lab = null!;

    public async Task InitializeAsync()
    {
        _receiver = await FakeReceiver.StartAsync();
        _lab = new RouterLab(RouterLab.Fast with
        {
            Destinations = new Dictionary<string, DestinationOptions>
            {
                ["partner"] = Webhook("/hook"),
                ["other"] = Webhook("/other"),
                ["notes"] = new() { Kind = DestinationKind.OrderNote, PerSecond = 1_000 },
                ["queue"] = new() { Kind = DestinationKind.Queue, Queue = "partner-events", PerSecond = 1_000 },
                ["flow"] = new() { Kind = DestinationKind.Workflow, Definition = "after-failure", PerSecond = 1_000 },
            },
        });
    }

    public async Task DisposeAsync()
    {
        await _lab.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Event_MatchedByTwoRules_GoesToEveryTargetOfBoth()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner"), RouterLab.To("other", id: "t2"));
        await _lab.RuleAsync("declined", Declined, RouterLab.To("partner"));
        await _lab.RuleAsync("elsewhere", """{"source":["somebody.else"]}""", RouterLab.To("partner"));

        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.SettleAsync();

        Assert.Equal(["/hook", "/hook", "/other"], _receiver.Requests.Select(request => request.Path).Order());
        Assert.All(await _lab.DeliveriesAsync(), delivery => Assert.Equal((DeliveryState.Delivered, 1, 200), (delivery.State, delivery.Tries, delivery.Status)));
    }

    [Fact]
    public async Task Webhook_IsSignedOverWhatWasSent()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner"));

        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.SettleAsync();

        var request = Assert.Single(_receiver.Requests);
        var body = Encoding.UTF8.GetBytes(request.Body);
        Assert.True(Signed(request, body, "partner-secret"));
        Assert.False(Signed(request, body, "another-secret"));
        body[^2]++;
        Assert.False(Signed(request, body, "partner-secret"));
        using var sent = JsonDocument.Parse(request.Body);
        Assert.Equal("Order Failed", sent.RootElement.GetProperty("detail-type").GetString());
        Assert.Equal(Sample.Id(1).Value, sent.RootElement.GetProperty("detail").GetProperty("orderId").GetString());
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(await _lab.DeliveriesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receiver_FailsThreeTimesInThreeWays_IsTriedAgainUnderOneId()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner"));
        var calls = 0;
        _receiver.Answer = async (_, context) =>
        {
            switch (++calls)
            {
                case 1:
                    context.Response.StatusCode = 503;
                    break;
                case 2:
                    await FakeReceiver.BreakAsync(context);
                    break;
                case 3:
                    await Task.Delay(TimeSpan.FromSeconds(5), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                    break;
            }
        };

        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.SettleAsync();

        var delivery = Assert.Single(await _lab.DeliveriesAsync());
        Assert.Equal((DeliveryState.Delivered, 4), (delivery.State, delivery.Tries));
        Assert.Single(_receiver.Requests.Select(request => request.Headers[WebhookSignature.IdHeader]).Distinct());
        var detail = (await _lab.Deliveries.FindAsync(delivery.Id, default))!;
        Assert.Equal(["Http.503", "Call.Interrupted", "Call.TimedOut", null], detail.Attempts.Select(attempt => attempt.ErrorCode));
        Assert.Equal([1, 2, 3, 4], detail.Attempts.Select(attempt => attempt.Number));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(410)]
    public async Task Receiver_RefusesForGood_IsADeadLetterAtOnce(int status)
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner"));
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };

        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.SettleAsync();

        Assert.Equal("/hook", Assert.Single(_receiver.Requests).Path);
        var group = Assert.Single(await _lab.Deliveries.DeadAsync(default));
        Assert.Equal(("all", "t1", $"Http.{status}", 1L), (group.Rule, group.Target, group.ErrorCode, group.Count));
    }

    [Fact]
    public async Task Receiver_FailsForEver_IsADeadLetterAfterTheTargetsTries()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner", retries: 3));
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        await _lab.PublishAsync(Failed(1, "Card.Declined"), Failed(2, "Card.Declined"));
        await _lab.SettleAsync();

        Assert.All(await _lab.DeliveriesAsync(), delivery => Assert.Equal((DeliveryState.Dead, 4), (delivery.State, delivery.Tries)));
        Assert.Equal(2, Assert.Single(await _lab.Deliveries.DeadAsync(default)).Count);
    }

    [Fact]
    public async Task DeadLetters_Redriven_AreTriedAnewWithTheirWholeBody()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner", retries: 0));
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.SettleAsync();
        _receiver.Answer = (_, _) => Task.CompletedTask;

        Assert.Equal(1, await _lab.Deliveries.RedriveAsync(new DeadSelection("all", "t1", "Http.500"), "c-1", default));
        await _lab.SettleAsync();

        var requests = _receiver.Requests.ToList();
        Assert.Equal(requests[0].Body, requests[1].Body);
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await _lab.DeliveriesAsync()).State);
        Assert.Empty(await _lab.Deliveries.DeadAsync(default));
        Assert.Equal(1, await _lab.Deliveries.RedriveAsync(new DeadSelection("all", "t1", "Http.500"), "c-1", default));
        Assert.Equal(0, await _lab.Deliveries.RedriveAsync(new DeadSelection("all", "t1", "Http.500"), "c-2", default));
    }

    [Fact]
    public async Task Receiver_AsksToWait_GetsNothingMoreUntilThen()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner"));
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "1800";
            return Task.CompletedTask;
        };
        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.StepAsync();
        await _lab.PublishAsync(Failed(2, "Card.Declined"));

        await _lab.StepAsync();

        Assert.Single(_receiver.Requests);
        var asked = (await _lab.DeliveriesAsync()).Single(delivery => delivery.Tries == 1);
        Assert.InRange(asked.NextAt!.Value - asked.TakenAt, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(31));
    }

    [Fact]
    public async Task Rule_Disabled_DropsWhatComesAndSendsNothingLater()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner"));
        Assert.True((await _lab.Live.PutRuleAsync(new LiveRule("all", Everything, Enabled: false), default)).IsSuccess);
        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.StepAsync();
        Assert.True((await _lab.Live.PutRuleAsync(new LiveRule("all", Everything, Enabled: true), default)).IsSuccess);
        await _lab.PublishAsync(Failed(2, "Card.Declined"));

        await _lab.SettleAsync();

        Assert.Equal(Sample.Id(2).Value, Assert.Single(await _lab.DeliveriesAsync()).Key);
        Assert.Equal(2, (await _lab.Record.NewestAsync(10, default)).Count);
    }

    [Fact]
    public async Task Event_WithOneIdTwice_IsRoutedOnce()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner"));
        var e = Failed(1, "Card.Declined");

        await _lab.PublishAsync(e);
        await _lab.PublishAsync(e);
        await _lab.SettleAsync();

        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task Restart_WithDeliveriesPending_SendsThemAndTakesNoEventAgain()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner"));
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await _lab.PublishAsync(Enumerable.Range(1, 20).Select(order => Failed(order, "Card.Declined")));
        await _lab.StepAsync();
        _receiver.Answer = (_, _) => Task.CompletedTask;
        _receiver.Requests.Clear();

        await _lab.RestartAsync();
        await _lab.SettleAsync();

        Assert.Equal(20, _receiver.Requests.Count);
        Assert.All(await _lab.DeliveriesAsync(), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task Input_ThatCannotBeSent_IsADeadLetterWithItsCause()
    {
        var quoted = new InputTransformer { InputPathsMap = new Dictionary<string, string> { ["amount"] = "$.detail.amount" }, InputTemplate = """{"amount":"<amount>"}""" };
        await _lab.RuleAsync("all", Everything, RouterLab.To("partner") with { InputTransformer = quoted });

        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.SettleAsync();

        Assert.Empty(_receiver.Requests);
        Assert.Equal("input.not-json", Assert.Single(await _lab.Deliveries.DeadAsync(default)).ErrorCode);
    }

    [Fact]
    public async Task Destination_NoLongerConfigured_IsADeadLetter()
    {
        await _lab.RuleAsync("all", Everything, RouterLab.To("gone"));

        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.StepAsync();

        Assert.Equal("Destination.Missing", Assert.Single(await _lab.Deliveries.DeadAsync(default)).ErrorCode);
    }

    [Fact]
    public async Task InnerDestinations_GetTheEventOnce()
    {
        var note = new InputTransformer
        {
            InputPathsMap = new Dictionary<string, string> { ["order"] = "$.detail.orderId", ["error"] = "$.detail.error" }, InputTemplate = """{"order":<order>,"text":"The card: <error>"}""",
        };
        await _lab.RuleAsync("all", Declined, RouterLab.To("notes") with { InputTransformer = note }, RouterLab.To("queue", id: "t2"), RouterLab.To("flow", id: "t3"));

        await _lab.PublishAsync(Failed(1, "Card.Declined"));
        await _lab.SettleAsync();

        Assert.Equal((Sample.Id(1), "The card: Card.Declined"), (_lab.Notes.Added.Single().Order, _lab.Notes.Added.Single().Text));
        Assert.Single(await _lab.Store.OutboxAsync(0, 100, default), record => record.Event.Topic == "partner-events");
        Assert.All(await _lab.DeliveriesAsync(), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task Tidy_ForgetsWhatEndedLongAgo_AndNothingPending()
    {
        var clock = new ShiftedClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var lab = new RouterLab(RouterLab.Fast with { Destinations = new Dictionary<string, DestinationOptions> { ["partner"] = Webhook("/hook"), ["other"] = Webhook("/other") } }, clock);
        await lab.RuleAsync("all", Everything, RouterLab.To("partner"), RouterLab.To("other", id: "t2"));
        _receiver.Answer = (request, context) =>
        {
            context.Response.StatusCode = request.Path == "/other" ? 503 : 200;
            return Task.CompletedTask;
        };
        await lab.PublishAsync(Failed(1, "Card.Declined"));
        await lab.StepAsync();
        clock.Advance(TimeSpan.FromDays(8));

        await lab.Router.TidyAsync(default);

        Assert.Equal("other", Assert.Single(await lab.DeliveriesAsync()).Destination);
        Assert.Empty(await lab.Record.NewestAsync(10, default));
    }

    private static bool Signed(Received request, byte[] body, string secret) => WebhookSignature.IsStandard(
        secret, request.Headers[WebhookSignature.IdHeader], request.Headers[WebhookSignature.TimeHeader], request.Headers[WebhookSignature.SignatureHeader], body, TimeProvider.System.GetUtcNow(),
        TimeSpan.FromMinutes(5));

    private static BackOffice.Core.Common.OutboxEvent Failed(int order, string error) => RouterLab.Failed(order, "authorise-payment", error, TimeProvider.System.GetUtcNow());

    private DestinationOptions Webhook(string path) => new()
    {
        Kind = DestinationKind.Webhook, Url = _receiver.Origin + path, Secret = "PARTNER_KEY", PerSecond = 1_000, Timeout = TimeSpan.FromMilliseconds(400),
    };
}
