using System.Text;
using System.Text.Json;
using BackOffice.Core.Backends.Aws.Routing;
using BackOffice.Core.Backends.Embedded.Router;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Contracts.Rules.Aws;

/// <summary>From the outbox to the bus: at most 10 entries and 256 KB a call, only what failed is sent again, nothing is lost.</summary>
public sealed class BusSenderTests : IAsyncLifetime
{
    private readonly RouterLab _lab = new(RouterLab.Fast);
    private FakeEventBridge _bus = null!;
    private EventRouter _router = null!;

    public async Task InitializeAsync()
    {
        _bus = await FakeEventBridge.StartAsync();
        await EventBridgeBackend.SetAsync(_lab.Live, default);
        _router = new EventRouter(_lab.Store, _lab.File, new OneSender(new BusSender(_bus.Client(), _bus.Options)), EventBridgeBackend.BusOnly(RouterLab.Fast), TimeProvider.System, NullLogger<EventRouter>.Instance);
    }

    public async Task DisposeAsync()
    {
        await _lab.DisposeAsync();
        await _bus.DisposeAsync();
    }

    [Fact]
    public async Task Events_OfTheOutbox_AreOnTheBusOnce_TenACall()
    {
        await _lab.PublishAsync(Events(25));

        await SettleAsync();

        Assert.Equal([10, 10, 5], Sizes());
        Assert.Equal(25, Orders().Distinct().Count());
        var first = _bus.Events[0];
        Assert.Equal(("torture", "Test", "orders", "event:e-1"), (first["Source"]!.GetValue<string>(), first["DetailType"]!.GetValue<string>(), first["EventBusName"]!.GetValue<string>(), first["Resources"]![0]!.GetValue<string>()));
        Assert.Equal(1_767_225_600.5, first["Time"]!.GetValue<double>());
        Assert.All(await _lab.DeliveriesAsync(), delivery => Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Tries)));
    }

    [Fact]
    public async Task Entries_ThatFailed_AreSentAgainAlone()
    {
        var asked = new HashSet<string>();
        _bus.EntryFault = order => order is "o-3" or "o-7" && asked.Add(order) ? "InternalFailure" : null;
        await _lab.PublishAsync(Events(10));

        await SettleAsync();

        Assert.Equal((10, 12), (Sizes().First(), Sizes().Sum()));
        Assert.Equal(10, Orders().Count);
        Assert.Equal(["o-3", "o-7"], (await _lab.DeliveriesAsync()).Where(delivery => delivery.Tries == 2).Select(delivery => delivery.Key).Order());
    }

    [Fact]
    public async Task Entry_ThatNoTryCanMend_IsADeadLetter_AndHoldsUpNobody()
    {
        _bus.EntryFault = order => order == "o-2" ? "MalformedDetail" : null;
        await _lab.PublishAsync(Events(3));

        await SettleAsync();

        Assert.Equal(["o-1", "o-3"], Orders());
        Assert.Equal("Bus.MalformedDetail", Assert.Single(await _lab.Deliveries.DeadAsync(default)).ErrorCode);
    }

    [Fact]
    public async Task LargeEvents_AreSentInCallsOfAtMost256Kb_AndOneThatIsTooLargeIsADeadLetter()
    {
        await _lab.PublishAsync(Events(5, padding: 90_000));
        await _lab.PublishAsync(Event(9, padding: 300_000));

        await SettleAsync();

        Assert.Equal([2, 2, 1], Sizes());
        Assert.Equal(5, Orders().Count);
        Assert.Equal(("Event.TooLarge", 1L), Assert.Single(await _lab.Deliveries.DeadAsync(default)) is var group ? (group.ErrorCode, group.Count) : default);
    }

    [Theory]
    [InlineData((int)BusFault.Throttled)]
    [InlineData((int)BusFault.Down)]
    [InlineData((int)BusFault.Denied)]
    public async Task Bus_ThatDoesNotAnswerForATime_GetsEverythingLater(int fault)
    {
        _bus.Fault = (_, number) => number == 1 ? (BusFault)fault : BusFault.None;
        await _lab.PublishAsync(Events(12));

        await SettleAsync();

        Assert.Equal(12, Orders().Count);
        Assert.Empty(await _lab.Deliveries.DeadAsync(default));
    }

    [Fact]
    public async Task Answer_ThatIsLost_MakesDoublesThatTheResourceTells()
    {
        _bus.Fault = (_, number) => number == 1 ? BusFault.AnswerLost : BusFault.None;
        await _lab.PublishAsync(Events(3));

        await SettleAsync();

        Assert.Equal(6, _bus.Events.Count);
        Assert.Equal(3, _bus.Events.Select(e => e["Resources"]![0]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task RulesOfAnEarlierRouter_AreGone_AndNothingGoesBesideTheBus()
    {
        await _lab.RuleAsync("old", """{"source":["torture"]}""", RouterLab.To("partner"));

        await EventBridgeBackend.SetAsync(_lab.Live, default);

        Assert.Equal(EventBridgeBackend.BusName, Assert.Single((await _lab.Live.ListRulesAsync(null, null, 100, default)).Value.Items).Name);
    }

    private static IEnumerable<OutboxEvent> Events(int count, int padding = 0) => Enumerable.Range(1, count).Select(i => Event(i, padding));

    private static OutboxEvent Event(int number, int padding = 0) => new(
        Topics.DomainEvents, $"o-{number}", "torture", "Test", $"e-{number}", new DateTimeOffset(2026, 1, 1, 0, 0, 0, 500, TimeSpan.Zero),
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { orderId = $"o-{number}", padding = new string('x', padding) })));

    private IEnumerable<int> Sizes() => _bus.Calls.Where(call => call.Operation == "PutEvents").Select(call => call.Body["Entries"]!.AsArray().Count);

    private List<string> Orders() => [.. _bus.Events.Select(e => JsonDocument.Parse(e["Detail"]!.GetValue<string>()).RootElement.GetProperty("orderId").GetString()!)];

    private async Task SettleAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            while (await _router.TakeAsync(default) > 0)
            {
            }

            foreach (var lane in _router.Lanes)
            {
                if (await lane.SendDueAsync(default) == 0)
                    await Task.Yield();
            }
        }
        while (await _lab.PendingAsync() > 0);
    }

    private sealed class OneSender(IDestinationSender sender) : ISenders
    {
        public IDestinationSender Of(string name) => sender;
    }
}
