using BackOffice.Core.Access;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Routing.Rules;

public sealed class MatchesTests
{
    [Fact]
    public async Task Matches_OfADay_AreCountedForRulesThatAreOffToo_AndOlderEventsAreNot()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var options = RouterLab.Fast with { Destinations = new Dictionary<string, DestinationOptions> { ["notes"] = new() { Kind = DestinationKind.OrderNote } } };
        await using var lab = new RouterLab(options, clock);
        var otis = PipelineLab.Person("op|1", "Otis Fairweather", Role.Operations);
        await SaveAsync("declines", """{"detail":{"error":["Card.Declined"]}}""", RuleState.Disabled);
        await SaveAsync("failures", """{"detail-type":["Order Failed"]}""", RuleState.Enabled);
        await SaveAsync("nothing", """{"detail-type":["Order Held"]}""", RuleState.Enabled);
        await PublishAsync(1, "Card.Declined");
        clock.Advance(TimeSpan.FromHours(25));
        await PublishAsync(2, "Card.Declined");
        await PublishAsync(3, "Gateway.Unavailable");

        var matches = (await lab.Routing.MatchesAsync(otis, default)).Value;

        Assert.Equal((1L, 2L, 0L), (matches["declines"], matches["failures"], matches["nothing"]));

        async Task SaveAsync(string name, string pattern, RuleState state)
        {
            var content = new RuleContent { Pattern = pattern, State = state, Targets = [RouterLab.To("notes")] };
            Assert.True((await lab.Rules.SaveAsync(new SaveRule(name, content, Guid.NewGuid().ToString("N"), 0, "Test"), otis, default)).IsSuccess);
        }

        async Task PublishAsync(int order, string error)
        {
            await lab.PublishAsync(RouterLab.Failed(order, "authorise-payment", error, clock.GetUtcNow()));
            while (await lab.Router.TakeAsync(default) > 0)
            {
            }
        }
    }
}
