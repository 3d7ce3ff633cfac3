using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Contracts.Store;
using BackOffice.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Routing.Router;

/// <summary>An outage is one ticket a cause, whatever goes wrong on the way.</summary>
public sealed class StormTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string FailedOrders = """{"source":["backoffice.orders"],"detail-type":["Order Failed"]}""";
    private const int Orders = 5_000;

    private readonly ShiftedClock _clock = new(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero));
    private FakeZendesk _zendesk = null!;
    private RouterLab _lab = null!;

    public async Task InitializeAsync()
    {
        _zendesk = await FakeZendesk.StartAsync();
        _lab = new RouterLab(Options(), _clock);
        await _lab.RuleAsync("support", FailedOrders, RouterLab.To("zendesk", retries: 185));
    }

    public async Task DisposeAsync()
    {
        await _lab.DisposeAsync();
        await _zendesk.DisposeAsync();
    }

    [Fact]
    public async Task Outage_OfTwoCausesWithDoublesFaultsAndRestarts_OpensTwoTicketsAsThePreviewSays()
    {
        var random = new Random(20260301);
        var lost = 0;
        _zendesk.LosesAnswer = () => random.Next(4) == 0 && ++lost > 0;
        _zendesk.Fault = async (_, context) =>
        {
            switch (random.Next(10))
            {
                case 0:
                    context.Response.StatusCode = 503;
                    return true;
                case 1:
                    context.Response.StatusCode = 429;
                    context.Response.Headers.RetryAfter = "1";
                    return true;
                case 2:
                    await FakeReceiver.BreakAsync(context);
                    return true;
                default:
                    return false;
            }
        };

        // 30 minutes of outage, 500 doubles: half of them the same event again, half the same order told anew.
        for (var minute = 0; minute < 30; minute++)
        {
            await PublishMinuteAsync(minute, random);
            await _lab.StepAsync();
            if (minute is 9 or 21)
                await _lab.RestartAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        await QuietenAsync();

        output.WriteLine($"{_zendesk.Requests.Count} calls, {lost} lost answers, {_zendesk.Tickets.Count} tickets with {string.Join(", ", _zendesk.Tickets.Select(ticket => ticket.Comments.Count))} texts");
        Assert.Equal(2, _zendesk.Tickets.Count);
        Assert.Empty(await _lab.DeliveriesAsync(DeliveryState.Dead));
        Assert.True(lost > 0, "No answer was lost, so nothing was shown.");
        Assert.Equal(
            ["Orders fail: authorise-payment, Card.Declined", "Orders fail: issue-vouchers, Gateway.Unavailable"],
            _zendesk.Tickets.Select(ticket => ticket.Fields["subject"]!.GetValue<string>()).Order());

        var forecast = (await PreviewAsync()).Destinations.Single();
        Assert.Equal((0, 2), (forecast.TicketsBefore, forecast.Tickets));
        Assert.True(forecast.Days.Sum(day => day.After) >= Orders);

        await _lab.PublishAsync(RouterLab.Failed(1, "capture-payment", "Capture.Refused", _clock.GetUtcNow()));
        await QuietenAsync();
        Assert.Equal(3, _zendesk.Tickets.Count);
        Assert.Equal(3, (await PreviewAsync()).Destinations.Single().Tickets);
    }

    [Fact]
    public async Task Orders_OfOneCause_AreEachToldOnce()
    {
        await _lab.PublishAsync(Enumerable.Range(1, 40).Select(order => Declined(order)));
        await _lab.StepAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _lab.PublishAsync(Enumerable.Range(30, 20).Select(order => Declined(order)));
        await _lab.StepAsync();
        Assert.Single(_zendesk.Tickets.Single().Comments);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await _lab.StepAsync();

        var ticket = Assert.Single(_zendesk.Tickets);
        Assert.Equal(2, ticket.Comments.Count);
        Assert.Equal(Enumerable.Range(1, 49).Select(order => Sample.Id(order).Value).Order(), ticket.Orders.Order());
        Assert.Contains("9 orders, 49 in all", ticket.Comments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_LostAndKeyForgotten_AdoptsTheTicketThatIsThere()
    {
        var loses = true;
        _zendesk.ForgetsKeys = true;
        _zendesk.LosesAnswer = () => loses;
        await _lab.PublishAsync(Declined(1));
        await _lab.StepAsync();
        loses = false;
        _clock.Advance(TimeSpan.FromHours(3));

        await QuietenAsync();

        var ticket = Assert.Single(_zendesk.Tickets);
        Assert.Equal([Sample.Id(1).Value], ticket.Orders);
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await _lab.DeliveriesAsync()).State);
    }

    [Fact]
    public async Task Cause_AfterAQuietTime_OpensATicketOfItsOwn()
    {
        await _lab.PublishAsync(Declined(1));
        await _lab.StepAsync();
        _clock.Advance(TimeSpan.FromMinutes(31));
        await _lab.PublishAsync(Declined(2));

        await QuietenAsync();

        Assert.Equal(2, _zendesk.Tickets.Count);
    }

    [Fact]
    public async Task Router_DownForHoursInAnOutage_GoesOnWithTheSameTicket()
    {
        await _lab.PublishAsync(Declined(1));
        await _lab.StepAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await _lab.PublishAsync(Declined(2));
        _clock.Advance(TimeSpan.FromHours(5));

        await QuietenAsync();

        Assert.Equal(2, Assert.Single(_zendesk.Tickets).Orders.Count);
    }

    [Fact]
    public async Task Ticket_ClosedByItsAgents_IsFollowedUp()
    {
        await _lab.PublishAsync(Declined(1));
        await _lab.StepAsync();
        _zendesk.Tickets[0].IsClosed = true;
        _clock.Advance(TimeSpan.FromMinutes(6));
        await _lab.PublishAsync(Declined(2));

        await QuietenAsync();

        Assert.Equal(2, _zendesk.Tickets.Count);
        Assert.Equal(_zendesk.Tickets[0].Id, _zendesk.Tickets[1].Fields["via_followup_source_id"]!.GetValue<long>());
        Assert.Empty(await _lab.DeliveriesAsync(DeliveryState.Dead));
    }

    [Fact]
    public async Task Token_Wrong_IsTriedAgainAndNeverShown()
    {
        await using var lab = new RouterLab(Options() with { Destinations = new Dictionary<string, DestinationOptions> { ["zendesk"] = Zendesk() with { Secret = "PARTNER_KEY" } } }, _clock);
        await lab.RuleAsync("support", FailedOrders, RouterLab.To("zendesk"));
        await lab.PublishAsync(Declined(1));

        await lab.StepAsync();

        var delivery = Assert.Single(await lab.DeliveriesAsync());
        Assert.Equal((DeliveryState.Pending, "Http.401"), (delivery.State, delivery.ErrorCode));
        var detail = System.Text.Json.JsonSerializer.Serialize(await lab.Deliveries.FindAsync(delivery.Id, default));
        Assert.DoesNotContain("partner-secret", detail, StringComparison.Ordinal);
    }

    private async Task PublishMinuteAsync(int minute, Random random)
    {
        var events = new List<OutboxEvent>();
        for (var i = 0; i < Orders / 30 + (minute < Orders % 30 ? 1 : 0); i++)
        {
            var order = (minute * 200) + i;
            var at = _clock.GetUtcNow().AddSeconds(random.Next(60));
            var e = order % 3 == 0 ? RouterLab.Failed(order, "issue-vouchers", "Gateway.Unavailable", at) : RouterLab.Failed(order, "authorise-payment", "Card.Declined", at);
            events.Add(e);
            if (random.Next(10) == 0)
                events.Add(random.Next(2) == 0 ? e : e with { Id = Guid.CreateVersion7().ToString() });
        }

        foreach (var piece in events.Chunk(90))
            await _lab.PublishAsync(piece);
    }

    /// <summary>Lets time go by until every delivery has ended.</summary>
    private async Task QuietenAsync()
    {
        for (var round = 0; round < 400; round++)
        {
            await _lab.StepAsync();
            if (await _lab.PendingAsync() == 0)
                return;
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Fail($"{await _lab.PendingAsync()} deliveries are still pending.");
    }

    private async Task<DryRunReport> PreviewAsync()
    {
        var draft = new RuleContent { Pattern = FailedOrders, Targets = [RouterLab.To("zendesk")] };
        var run = DryRun.Begin("draft", null, draft, [], Options()).Value;
        await foreach (var e in _lab.Record.WalkAsync(new EventQuery(), default))
            run.Add(e);
        return run.Report();
    }

    private OutboxEvent Declined(int order) => RouterLab.Failed(order, "authorise-payment", "Card.Declined", _clock.GetUtcNow());

    private RoutingOptions Options() => RouterLab.Fast with { AllowLoopback = true, Destinations = new Dictionary<string, DestinationOptions> { ["zendesk"] = Zendesk() } };

    private DestinationOptions Zendesk() => new()
    {
        Kind = DestinationKind.Zendesk, Url = _zendesk.Origin, User = "agent@example.test", Secret = "ZENDESK_TOKEN", PerSecond = 1_000, Timeout = TimeSpan.FromSeconds(20),
    };
}
