using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Replays;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Tests.Fakes;

/// <summary>Deliveries in every state, and what belongs to them.</summary>
public static class SampleDeliveries
{
    public static readonly DateTimeOffset Now = SampleViews.Placed.AddSeconds(116);

    public static EventDelivery Delivered { get; } = new()
    {
        Id = 512, EventId = "0199c1f0-3a52-7c11-9d0e-5b7de21c0a44", DetailType = "Order Failed", Key = SampleViews.Id.Value, Rule = "failures-to-support", Target = "t1", Destination = "zendesk",
        State = DeliveryState.Delivered, Tries = 2, TakenAt = Now.AddSeconds(-40), EndedAt = Now.AddSeconds(-31), Status = 201, Message = "ticket 35436 was opened", DeadLetter = "dead-letters",
    };

    public static EventDelivery Retrying { get; } = Delivered with
    {
        Id = 511, Rule = "all-to-partner", Destination = "partner", State = DeliveryState.Pending, Tries = 3, EndedAt = null, NextAt = Now.AddSeconds(14), Status = 503, ErrorCode = "Http.503",
        Message = "hooks.partner.example answered 503",
    };

    public static EventDelivery Waiting { get; } = Retrying with { Id = 510, Tries = 0, Status = null, ErrorCode = null, Message = null, DetailType = "Order Step Retrying" };

    public static EventDelivery Dead { get; } = Retrying with
    {
        Id = 498, Key = "GC-4417-0901", State = DeliveryState.Dead, Tries = 21, NextAt = null, EndedAt = Now.AddMinutes(-12), Status = 401, ErrorCode = "Http.401", Message = "hooks.partner.example answered 401",
    };

    public static EventDelivery Discarded { get; } = Dead with { Id = 497, State = DeliveryState.Discarded, Key = "failures-to-support", DetailType = "Rule Changed" };

    public static IReadOnlyList<EventDelivery> All { get; } = [Delivered, Retrying, Waiting, Delivered with { Id = 509, Replay = "r-1", Key = "GC-4417-0888" }, Dead, Discarded];

    public static IReadOnlyList<DeadGroup> Groups { get; } =
    [
        new("all-to-partner", "t1", "partner", "Http.401", "hooks.partner.example answered 401", 38, Now.AddHours(-3), Now.AddMinutes(-12)),
        new("failures-to-support", "t1", "zendesk", "Call.TimedOut", "example.zendesk.com did not answer within 5 s", 1, Now.AddMinutes(-50), Now.AddMinutes(-50)),
    ];

    public static DeliveryNames Names { get; } = new(
        [
            new NamedRule("all-to-partner", "Every order event", RuleState.Enabled, ["partner"]), new NamedRule("failures-to-support", "Failed orders", RuleState.Enabled, ["zendesk"]),
            new NamedRule("old-hook", "", RuleState.Disabled, ["partner"]), new NamedRule("gone", "", RuleState.Deleted, ["partner"]),
        ],
        [new DestinationSummary("partner", DestinationKind.Webhook, true, false, 20), new DestinationSummary("zendesk", DestinationKind.Zendesk, true, true, 10)]);

    public static ReplayCount Count { get; } = new(17, 34, ["partner"], [new RuleCount("all-to-partner", 17, ["partner"]), new RuleCount("failures-to-support", 17, ["zendesk"])]);

    public static DeliveryDetail Detail(EventDelivery delivery) => new(
        delivery,
        [
            new DeliveryAttempt(1, Now.AddSeconds(-40), TimeSpan.FromSeconds(5), null, "Call.TimedOut", "example.zendesk.com did not answer within 5 s", null),
            delivery.ErrorCode is null
                ? new DeliveryAttempt(2, Now.AddSeconds(-32), TimeSpan.FromMilliseconds(420), 201, null, "ticket 35436 was opened", """{"ticket":{"id":35436,"status":"new"}}""")
                : new DeliveryAttempt(2, Now.AddSeconds(-32), TimeSpan.FromMilliseconds(120), delivery.Status, delivery.ErrorCode, delivery.Message, """{"error":"busy"}"""),
        ],
        """{"ticket":{"subject":"Order GC-4417-0932 failed","comment":{"body":"capture-payment: Gateway.Busy","public":false},"requester":{"email":"***"}}}""");

    public static ReplayJob Job(ReplayState state, int made = 34) => new()
    {
        Id = "r-1", State = state, ActorId = "https://idp.example|9", ActorName = "Ama Kestrel", Reason = "The partner lost an hour of events", BegunAt = Now.AddMinutes(-2), Rules = ["all-to-partner"],
        From = Now.AddHours(-2), To = Now.AddHours(-1), Counted = 34, Made = made,
    };

    public static IReadOnlyList<ReplayView> Replays { get; } =
    [
        new(Job(ReplayState.Running, 20), new DeliveryCounts(6, 14, 0, 0)), new(Job(ReplayState.Done) with { Id = "r-0", BegunAt = Now.AddDays(-1) }, new DeliveryCounts(0, 33, 1, 0)),
        new(Job(ReplayState.Stopped, 12) with { Id = "r-00", BegunAt = Now.AddDays(-2) }, new DeliveryCounts(0, 12, 0, 0)),
    ];

    public static IReadOnlyList<EventTrace> Traces { get; } =
    [
        Trace(3, "Order Failed", [Delivered, Retrying], [new("all-to-partner", true, true, "It matches.", ["partner"]), new("failures-to-support", true, true, "It matches.", ["zendesk"])]),
        Trace(2, "Order Step Retrying", [Waiting], [
            new("all-to-partner", true, true, "It matches.", ["partner"]),
            new("failures-to-support", false, true, """detail-type is "Order Step Retrying"; it is asked that it is "Order Failed".""", ["zendesk"])]),
        Trace(1, "Order Placed", [], [
            new("all-to-partner", true, false, "It matches, and is disabled: the event was dropped.", ["partner"]),
            new("failures-to-support", false, true, """detail-type is "Order Placed"; it is asked that it is "Order Failed".""", ["zendesk"])]),
    ];

    private static EventTrace Trace(int number, string type, IReadOnlyList<EventDelivery> deliveries, IReadOnlyList<RuleVerdict> rules) => new(
        new RecordedEvent(number, $"e-{number}", SampleViews.Id.Value, "backoffice.orders", type, Now.AddSeconds(-60 + (number * 10)), Now.AddSeconds(-60 + (number * 10)), Encoding.UTF8.GetBytes("{}")), deliveries, rules);
}
