using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Browser.Matrix;

/// <summary>Rules, the tester, deliveries, undelivered events and replays.</summary>
internal static partial class PageStates
{
    private const string RuleUrl = "/rules/failed-to-zendesk", ReplayUrl = "/rules/replay?rule=all-to-partner", DeadUrl = "/rules/dead-letters?rule=all-to-partner&target=t1&error=Http.401&redrive=r-1";

    private static PageState[] Routing()
    {
        var outage = new IOException("disk");
        return
        [
            At("rules", "/rules"),
            At("rules-empty", "/rules") with { Prepare = host => host.Rules.List.Always(new List<RoutingRule>()) },
            At("rules-error", "/rules") with { Prepare = host => host.Rules.List.Throws(outage) },
            At("rule", RuleUrl),
            At("rule-empty", "/rules/new"),
            At("rule-missing", "/rules/nobody"),
            At("rule-error", RuleUrl) with { Prepare = host => host.Rules.Get.Throws(outage) },
            At("tester", "/rules/tester?event=e-2"),
            At("tester-empty", "/rules/tester") with { Prepare = host => host.Routing.Events.Always(Page<RecordedEvent>.Empty) },
            At("tester-error", "/rules/tester?event=e-2") with { Prepare = host => host.Routing.Trace.Throws(outage) },
            At("deliveries", "/rules/deliveries"),
            At("deliveries-empty", "/rules/deliveries") with { Prepare = host => host.Deliveries.List.Always(Page<EventDelivery>.Empty) },
            At("deliveries-error", "/rules/deliveries") with { Prepare = host => host.Deliveries.List.Throws(outage) },
            At("deliveries-forbidden", "/rules/deliveries") with { Prepare = host => host.Deliveries.List.Always((Result<Page<EventDelivery>>)RolePermissions.Refusal(Permission.RulesRead)) },
            At("delivery", "/rules/deliveries/498"),
            At("delivery-empty", "/rules/deliveries/9") with { Prepare = host => host.Deliveries.Get.Always((Result<DeliveryDetail>)new NotFound("delivery.not-found", "There is no such delivery.")) },
            At("delivery-error", "/rules/deliveries/498") with { Prepare = host => host.Deliveries.Get.Throws(outage) },
            At("undelivered", DeadUrl) with
            {
                Prepare = host => host.Deliveries.List.Always(new Page<EventDelivery>([SampleDeliveries.Dead, SampleDeliveries.Dead with { Id = 499, Key = "GC-4417-0902" }], null)),
            },
            At("undelivered-empty", "/rules/dead-letters") with { Prepare = host => host.Deliveries.Dead.Always(new List<DeadGroup>()) },
            At("undelivered-error", "/rules/dead-letters") with { Prepare = host => host.Deliveries.Dead.Throws(outage) },
            Over("undelivered-redrive", "/rules/dead-letters", "#redrive-g0"),
            At("replay", ReplayUrl),
            At("replay-empty", "/rules/replay") with { Prepare = host => host.Replays.Recent.Always(new List<BackOffice.Core.Routing.Replays.ReplayView>()) },
            At("replay-error", "/rules/replay") with { Prepare = host => host.Replays.Recent.Throws(outage) },
            At("replay-forbidden", ReplayUrl) with { Prepare = host => host.Actor.Actor = host.Actor.Actor with { Permissions = RolePermissions.Of(Role.SupportAgent) } },
            At("replay-counted", ReplayUrl) with { Open = (page, _) => ClickAsync(page, "#count", "#may-double") },
            Over("replay-begin", ReplayUrl, "#replay") with
            {
                Open = async (page, _) =>
                {
                    await ClickAsync(page, "#count", "#may-double");
                    await page.ClickAsync("#may-double");
                    await ClickAsync(page, "#replay", Opens);
                },
            },
            At("retrying-traces", OrderUrl) with
            {
                Open = async (page, _) =>
                {
                    await ClickAsync(page, "#events-toggle", ".traces");
                    await page.SelectOptionAsync("#f-why-not", "zendesk");
                    await page.WaitForSelectorAsync(".traces p");
                    await page.ClickAsync(".traces > li:nth-child(2) summary");
                },
            },
        ];
    }
}
