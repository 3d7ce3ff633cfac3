using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Rollouts;

public sealed class RolloutPastTests
{
    private const string Flag = RolloutPolicy.CityOrdersInstantProcessing;
    private readonly PipelineLab _lab = new();
    private readonly Actor _actor = PipelineLab.Person("pm|1", "Noor Abelard", Role.ProductManager);
    private int _commands;

    private RolloutStore Rollouts => new(_lab.Store, _lab.Policies, _lab.Clock);

    [Fact]
    public async Task At_EveryEarlierVersion_HasTheDialsItHadThen()
    {
        await SetAsync(dial: 1_000);
        await SetAsync(cities: new() { ["Boston"] = 6_000, ["Miami"] = 500 });
        await SetAsync(dial: 2_550, cities: new() { ["Miami"] = 700 });
        await SetAsync(killed: true);
        await SetAsync(cities: new() { ["Miami"] = 700, ["Chicago"] = 10_000 });

        Assert.Equal((0, ""), await AtAsync(0));
        Assert.Equal((1_000, ""), await AtAsync(1));
        Assert.Equal((1_000, "Boston=6000 Miami=500"), await AtAsync(2));
        Assert.Equal((2_550, "Miami=700"), await AtAsync(3));
        Assert.Equal((2_550, "Miami=700"), await AtAsync(4));
        Assert.Equal((2_550, "Chicago=10000 Miami=700"), await AtAsync(5));
        Assert.True((await Rollouts.AtAsync(Flag, 2, _actor, default)).Value.Killed);
        Assert.Equal("rollout.version-not-found", (await Rollouts.AtAsync(Flag, 6, _actor, default)).Error?.Code);
    }

    [Fact]
    public async Task Recent_Orders_AreReachedAsTheirOwnDecisionSays()
    {
        for (var i = 0; i < 40; i++)
        {
            var request = PipelineLab.Request();
            request = request with { Customer = request.Customer with { UserGuid = i % 4 == 0 ? null : $"user-{i}" } };
            Assert.True((await _lab.Commands.PlaceAsync(new PlaceOrder(request, "test", $"k-{i}", $"b-{i}"), PipelineLab.Operator, default)).IsSuccess);
        }

        var window = (await Rollouts.RecentAsync(Flag, _actor, default)).Value;
        var now = new RolloutPolicy { Flag = Flag, Version = 1, Dial = 2_000, CityDials = new Dictionary<string, int> { ["Nowhere"] = 10_000 } };

        var reach = window.Reach(now, now with { Dial = 7_000 });
        var back = window.Reach(now with { Dial = 7_000 }, now);

        Assert.Equal(40, reach.Orders);
        Assert.Equal(window.Orders.Count(order => RolloutDecision.Decide(now, order.Subject, order.City).Variant == RolloutDecision.On), reach.InstantNow);
        Assert.InRange(reach.Joining.Count, 5, 35);
        Assert.Equal(reach.InstantThen - reach.InstantNow, reach.Joining.Count);
        Assert.All(reach.Joining, order => Assert.InRange(order.Bucket, 2_000m, 6_999.9999m));
        Assert.Empty(reach.Leaving);
        Assert.Equal(reach.Joining, back.Leaving);
        Assert.Empty(window.Reach(now with { Killed = true }, now with { Killed = true, Dial = 9_000 }).Moving);
    }

    [Fact]
    public async Task Recent_WithoutPermission_IsForbidden() => Assert.IsType<Forbidden>((await Rollouts.RecentAsync(Flag, _actor with { Permissions = [Permission.RolloutRead] }, default)).Error);

    private async Task SetAsync(int? dial = null, bool? killed = null, Dictionary<string, int>? cities = null)
    {
        var policy = (await Rollouts.GetAsync(Flag, _actor, default)).Value;
        var set = await Rollouts.SetAsync(new SetRollout(Flag, $"cmd-{++_commands}", _commands == 1 ? 0 : policy.Version, "Test", dial, killed, cities), _actor, default);
        Assert.True(set.IsSuccess, set.Error?.Message);
    }

    private async Task<(int Dial, string Cities)> AtAsync(long version)
    {
        var policy = (await Rollouts.AtAsync(Flag, version, _actor, default)).Value;
        return (policy.Dial, string.Join(' ', policy.CityDials.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
    }
}
