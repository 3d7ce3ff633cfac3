using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

/// <summary>Placing, the dispatcher, and who takes an order first.</summary>
public sealed class DispatchTests : PipelineFacts
{
    [Fact]
    public async Task Dispatch_Instant_ClaimsBeforeItStarts_AndASecondDeliveryStartsNothingNew()
    {
        Lab.Dial(10_000);
        var order = await Lab.PlaceAsync();
        Lab.Workflows.Refuse = new Unavailable("engine.down", "down");

        Assert.IsType<Unavailable>(await Lab.DispatchAsync(order.Id));
        var claimed = await Lab.HeadAsync(order.Id);
        Assert.Equal((order.Id + "-1", 1L), (claimed.Route.Owner, claimed.Route.Epoch));
        Assert.Empty(Lab.Workflows.Started);

        Lab.Workflows.Refuse = null;
        Assert.Null(await Lab.DispatchAsync(order.Id));
        Assert.Null(await Lab.DispatchAsync(order.Id));
        Assert.Equal(1, (await Lab.HeadAsync(order.Id)).Route.Epoch);
        Assert.Single(Lab.Workflows.Started.Distinct());
    }

    [Fact]
    public async Task Dispatch_BatchPath_LeavesItToTheJobs()
    {
        Lab.Dial(0);
        var order = await Lab.PlaceAsync();

        Assert.Null(await Lab.DispatchAsync(order.Id));

        Assert.Empty(Lab.Workflows.Started);
        Assert.Null((await Lab.HeadAsync(order.Id)).Route.Owner);
    }

    [Fact]
    public async Task Place_SameKey_GivesTheFirstOrder_AndAnotherBodyIsRefused()
    {
        var first = await Lab.PlaceAsync();

        var again = await Lab.Commands.PlaceAsync(new PlaceOrder(PipelineLab.Request(), "test", "key-1", "body-1"), PipelineLab.Operator, default);
        var other = await Lab.Commands.PlaceAsync(new PlaceOrder(PipelineLab.Request(), "test", "key-1", "body-2"), PipelineLab.Operator, default);

        Assert.Equal((first.Id, true), (again.Value.Head.Id, again.Value.Repeated));
        Assert.Equal("order.key-reused", Assert.IsType<Conflict>(other.Error).Code);
    }

    [Fact]
    public async Task Place_VariantIsDecidedOnce_WhateverTheDialDoesLater()
    {
        Lab.Dial(10_000);
        var order = await Lab.PlaceAsync();
        Lab.Dial(0);

        await Lab.DispatchAsync(order.Id);

        Assert.Single(Lab.Workflows.Started);
        Assert.Equal(("on", 10_000), ((await Lab.HeadAsync(order.Id)).Variant!.Variant, (await Lab.HeadAsync(order.Id)).Variant!.Dial));
    }

    [Fact]
    public async Task Race_RetryDispatcherAndBatchAtOnce_OneEffectEach()
    {
        var order = await StartedAsync();
        await Lab.StepAsync(order, StepNames.FraudScan, "h-1");
        Lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.HeartbeatTimeout, "AuthorisePayment");
        await Lab.ProjectAsync();
        Lab.Clock.Advance(Lab.Options.BatchEvery);
        var version = (await Lab.HeadAsync(order.Id)).Version;

        await Task.WhenAll(
            Task.Run(() => Lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd-1", version, "Now"), PipelineLab.Operator, default)),
            Task.Run(() => Lab.DispatchAsync(order.Id)),
            Task.Run(() => Lab.BatchJobs.RunOneAsync(order.Id, BatchStage.Payment, "batch:payment:x", Lab.Clock.GetUtcNow(), default)),
            Task.Run(() => Lab.StepAsync(order, StepNames.AuthorisePayment, "h-2")));

        var effects = (await Lab.DraftAsync(order.Id)).Effects().Where(effect => effect.Kind is EffectKind.Authorise).ToList();
        Assert.InRange(effects.Count, 0, 1);
        Assert.Equal(Lab.Gateways.Calls.Distinct().Count(), Lab.Gateways.Calls.Count);
    }
}
