using BackOffice.Core.Access;
using BackOffice.Core.Backends.Aws.Routing;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Replays;
using BackOffice.Core.Routing.Rules;
using BackOffice.Hosting;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackOffice.Tests.Contracts.Rules.Aws;

/// <summary>Rules on EventBridge by settings alone: what cannot be had is refused at the start, the rest of the program stays as it is.</summary>
public sealed class EventBridgeSettingsTests
{
    [Theory]
    [InlineData(DestinationKind.Zendesk, "must be the ARN of an API destination")]
    [InlineData(DestinationKind.Webhook, "must be the ARN of an API destination")]
    [InlineData(DestinationKind.Workflow, "must be the ARN of a Step Functions state machine")]
    [InlineData(DestinationKind.Queue, "must be the ARN of an SQS queue")]
    [InlineData(DestinationKind.OrderNote, "cannot add notes to orders")]
    public void Destination_WithoutItsTarget_IsRefusedByName(DestinationKind kind, string says)
    {
        var routing = new RoutingOptions { Destinations = new Dictionary<string, DestinationOptions> { ["it"] = new() { Kind = kind } } };

        var error = Assert.Single(Sound.Validate(routing));

        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Contains("it", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DestinationKind.Zendesk, FakeEventBridge.PartnerArn, FakeEventBridge.RoleArn, null)]
    [InlineData(DestinationKind.Zendesk, FakeEventBridge.PartnerArn, null, "RoleArn")]
    [InlineData(DestinationKind.Zendesk, FakeEventBridge.QueueArn, FakeEventBridge.RoleArn, "API destination")]
    [InlineData(DestinationKind.Queue, FakeEventBridge.QueueArn, null, null)]
    [InlineData(DestinationKind.Workflow, "arn:aws:states:eu-west-1:123456789012:stateMachine:after-failure", FakeEventBridge.RoleArn, null)]
    public void Destination_WithATarget_IsTakenWhereItFits(DestinationKind kind, string arn, string? role, string? wrong)
    {
        var routing = new RoutingOptions { Destinations = new Dictionary<string, DestinationOptions> { ["it"] = new() { Kind = kind } } };
        var options = Sound with { Targets = new Dictionary<string, EventBridgeTarget> { ["it"] = new() { Arn = arn, RoleArn = role } } };

        var errors = options.Validate(routing).ToList();

        Assert.Equal(wrong is null ? 0 : 1, errors.Count);
        Assert.All(errors, error => Assert.Contains(wrong!, error, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_ThatAreWrong_AreToldAllAtOnce()
    {
        var errors = new EventBridgeOptions { Bus = "a bus", Prefix = "", ServiceUrl = "http://elsewhere.example" }.Validate(new RoutingOptions()).ToList();

        Assert.Equal(5, errors.Count);
        Assert.Contains(errors, error => error.StartsWith("Aws:EventBridge:DeadLetters:dead-letters", StringComparison.Ordinal));
    }

    [Fact]
    public void Start_WithADestinationThatEventBridgeCannotHave_IsRefused()
    {
        var data = Directory.CreateTempSubdirectory("bo-bus-").FullName;
        try
        {
            var overrides = new Dictionary<string, string?>
            {
                ["Backend:Routing"] = "Aws", ["Aws:EventBridge:ServiceUrl"] = "http://127.0.0.1:9", ["Aws:EventBridge:DeadLetters:dead-letters"] = FakeEventBridge.DeadLetterArn,
                ["Routing:Destinations:zendesk:Kind"] = nameof(DestinationKind.Zendesk), ["Routing:Destinations:notes:Kind"] = nameof(DestinationKind.OrderNote),
            };

            var refused = Assert.Throws<OptionsValidationException>(() => ServerHost.Build(
                new ServerSettings { Data = data, Urls = "http://127.0.0.1:0", Environment = "Development", Overrides = overrides }, builder => builder.Logging.SetMinimumLevel(LogLevel.Error)));

            Assert.Equal(2, refused.Failures.Count());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Program_WithRulesOnEventBridge_PublishesThemThere_HandsItsEventsOver_AndReplaysNothingItself()
    {
        // Read by the SDK's own chain, as in production.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "local");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "local");
        await using var bus = await FakeEventBridge.StartAsync();
        var data = Directory.CreateTempSubdirectory("bo-bus-").FullName;
        var overrides = new Dictionary<string, string?>
        {
            ["Backend:Routing"] = "Aws", ["Routing:SecondPerson"] = "false", ["Aws:EventBridge:ServiceUrl"] = bus.Options.ServiceUrl, ["Aws:EventBridge:Bus"] = "orders",
            ["Aws:EventBridge:Region"] = "eu-west-1", ["Aws:EventBridge:DeadLetters:dead-letters"] = FakeEventBridge.DeadLetterArn,
            ["Routing:Destinations:partner:Kind"] = nameof(DestinationKind.Webhook), ["Aws:EventBridge:Targets:partner:Arn"] = FakeEventBridge.PartnerArn,
            ["Aws:EventBridge:Targets:partner:RoleArn"] = FakeEventBridge.RoleArn,
        };
        await using (var app = ServerHost.Build(
            new ServerSettings { Data = data, Urls = "http://127.0.0.1:0", Environment = "Development", Overrides = overrides }, builder => builder.Logging.SetMinimumLevel(LogLevel.Error)))
        {
            await app.StartAsync();
            var otis = PipelineLab.Person("op|1", "Otis Fairweather", Role.Operations);
            var content = new RuleContent { Pattern = """{"source":["shop"]}""", State = RuleState.Enabled, Targets = [RouterLab.To("partner")] };

            var saved = await app.Services.GetRequiredService<IRules>().SaveAsync(new SaveRule("shop", content, "save-1", 0, "Because"), otis, default);
            var put = await app.Services.GetRequiredService<IEventBus>().PutEventsAsync([new PutEvent("shop", "Cart Left", """{"orderId":"GC-0000-0001"}"""u8.ToArray(), Id: "c-1", Key: "GC-0000-0001")], default);

            Assert.Null(saved.Value.Rule.Published!.Problem);
            Assert.Equal("ENABLED", bus.Rules["backoffice-shop"]["State"]!.GetValue<string>());
            var desk = app.Services.GetRequiredService<IDeliveryDesk>();
            EventTrace? trace = null;
            await Eventually.TrueAsync(() =>
            {
                trace = desk.TraceOrderAsync(new OrderId("GC-0000-0001"), otis, default).GetAwaiter().GetResult().Value.SingleOrDefault();
                return trace?.Deliveries is [{ State: DeliveryState.Delivered }];
            });
            Assert.Equal(EventBridgeBackend.BusName, trace!.Deliveries[0].Destination);
            Assert.True(Assert.Single(trace.Rules).Matches);
            Assert.Contains(bus.Events, e => e["Resources"]![0]!.GetValue<string>() == "event:" + put.Value[0].EventId);
            var replay = await app.Services.GetRequiredService<IReplays>().CountAsync(new ReplayWindow(["shop"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)), otis, default);
            Assert.Equal("replay.not-here", replay.Error!.Code);
            await app.StopAsync();
        }

        Directory.Delete(data, recursive: true);
    }

    private static EventBridgeOptions Sound => new() { Region = "eu-west-1", DeadLetters = new Dictionary<string, string> { ["dead-letters"] = FakeEventBridge.DeadLetterArn } };
}
