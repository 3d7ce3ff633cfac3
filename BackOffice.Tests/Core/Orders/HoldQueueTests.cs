using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Orders;

public sealed class HoldQueueTests
{
    private readonly PipelineLab _lab = new();

    private HoldQueue Queue => new(_lab.Store, _lab.Orders);

    [Fact]
    public async Task List_HeldOrders_HaveScoreReasonsAndNoToken()
    {
        var order = await HeldAsync("k-1");
        await _lab.PlaceAsync(key: "k-2");

        var held = Assert.Single((await Queue.ListAsync(null, 50, PipelineLab.Operator, default)).Value.Items);

        Assert.Equal((order.Id, 80, FraudBand.High, ""), (held.Head.Id, held.Hold.Score, held.Band, held.Hold.Token));
        Assert.Equal(held.Hold.PlacedAt + _lab.Options.DecideHoldWithin, held.Hold.DecideBy);
    }

    [Fact]
    public async Task List_AfterTheDecision_DoesNotHaveIt()
    {
        var order = await HeldAsync("k-1");
        var held = Assert.Single((await Queue.ListAsync(null, 50, PipelineLab.Operator, default)).Value.Items);

        Assert.True((await _lab.Commands.DecideHoldAsync(new DecideHold(order.Id, held.Hold.HoldId, true, "cmd-1", held.Head.Version, "Known"), PipelineLab.Operator, default)).IsSuccess);

        Assert.Empty((await Queue.ListAsync(null, 50, PipelineLab.Operator, default)).Value.Items);
    }

    [Fact]
    public async Task List_Several_AreByTheMomentOfTheDecision()
    {
        var first = await HeldAsync("k-1");
        _lab.Clock.Advance(TimeSpan.FromMinutes(2));
        var second = await HeldAsync("k-2");

        Assert.Equal([first.Id, second.Id], (await Queue.ListAsync(null, 50, PipelineLab.Operator, default)).Value.Items.Select(held => held.Head.Id));
    }

    [Fact]
    public async Task List_WithoutPermission_IsForbidden() => Assert.IsType<Forbidden>(
        (await Queue.ListAsync(null, 50, PipelineLab.Person("x|1", "X", Role.SupportAgent) with { Permissions = [] }, default)).Error);

    [Theory]
    [InlineData(0, FraudBand.Low)]
    [InlineData(60, FraudBand.Low)]
    [InlineData(61, FraudBand.Elevated)]
    [InlineData(75, FraudBand.Elevated)]
    [InlineData(76, FraudBand.High)]
    [InlineData(90, FraudBand.VeryHigh)]
    [InlineData(100, FraudBand.VeryHigh)]
    public void Band_OfAScore_IsAsDocumented(int score, FraudBand expected) => Assert.Equal(expected, FraudBands.Of(score));

    private async Task<OrderHead> HeldAsync(string key)
    {
        _lab.Dial(10_000);
        _lab.Gateways.Score = 80;
        var order = await _lab.PlaceAsync(key: key);
        await _lab.DispatchAsync(order.Id);
        await _lab.ProjectAsync();
        order = await _lab.HeadAsync(order.Id);
        await _lab.StepAsync(order, StepNames.FraudScan, "h-1");
        await _lab.StepAsync(order, StepNames.HoldForReview, "h-2");
        return await _lab.HeadAsync(order.Id);
    }
}
