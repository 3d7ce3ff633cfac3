using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

/// <summary>What became of calls without an answer, and the projector beside it.</summary>
public sealed class ReconcilerTests : PipelineFacts
{
    [Fact]
    public async Task Projector_FinalError_NeedsAnAgentAndNoBatchTakesIt()
    {
        var order = await StartedAsync();
        Lab.Gateways.Answer = key => key.Step == StepNames.AuthorisePayment ? new GatewayRefused(ErrorCodes.CardDeclined, "declined") : null;
        await Lab.StepAsync(order, StepNames.FraudScan, "h-1");
        await Lab.StepAsync(order, StepNames.AuthorisePayment, "h-2");
        Lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.CardDeclined, "AuthorisePayment");

        await Lab.ProjectAsync();

        var failed = await Lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Failed, AttentionStatus.NeedsAgent, (BatchStage?)null), (failed.Headline, failed.Attention, failed.Route.BatchStage));
        Assert.Equal(ErrorCodes.CardDeclined, failed.Step!.ErrorCode);
    }

    [Fact]
    public async Task Reconciler_UnknownThatTookEffect_IsSettledAndTheExecutionRedriven()
    {
        var order = await UnknownAsync(silently: true);
        Assert.Equal(Headline.Unknown, (await Lab.HeadAsync(order.Id)).Headline);

        await Lab.Reconciler.LookAsync(order.Id, now: true, default);
        await Lab.ProjectAsync();

        Assert.Single(Lab.Workflows.Redriven);
        var running = await Lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Running, PaymentStatus.Authorised, null, 0), (running.Headline, running.Payment, running.Resume, running.UnknownEffects));
        Assert.IsType<StepDone>(await Lab.StepAsync(running, StepNames.AuthorisePayment, "h-3"));
        Assert.Single(Lab.Gateways.Calls, call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reconciler_NotFound_PermitsOnlyTheSameKey()
    {
        var order = await UnknownAsync(silently: false);
        Lab.Gateways.Answer = _ => null;

        await Lab.Reconciler.LookAsync(order.Id, now: true, default);
        await Lab.ProjectAsync();
        Assert.IsType<StepDone>(await Lab.StepAsync(await Lab.HeadAsync(order.Id), StepNames.AuthorisePayment, "h-3"));

        var keys = Lab.Gateways.Calls.Where(call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, keys.Count);
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public async Task Reconciler_NotFoundWhenTheKeyIsTooOld_StaysUnknown()
    {
        var order = await UnknownAsync(silently: false);
        Lab.Clock.Advance(TimeSpan.FromHours(21));

        await Lab.Reconciler.LookAsync(order.Id, now: true, default);

        Assert.Equal(1, (await Lab.HeadAsync(order.Id)).UnknownEffects);
        Assert.Empty(Lab.Workflows.Redriven);
    }

    [Fact]
    public async Task Reconciler_CrashBetweenClaimAndRedrive_TellsTheEngineAgainWithTheSameToken()
    {
        var order = await UnknownAsync(silently: true);
        Lab.Workflows.Refuse = new Unavailable("engine.down", "down");
        await Lab.Reconciler.LookAsync(order.Id, now: true, default);
        var token = (await Lab.HeadAsync(order.Id)).Resume;
        Assert.NotNull(token);

        Lab.Workflows.Refuse = null;
        await Lab.Reconciler.LookAsync(order.Id, now: false, default);
        await Lab.Reconciler.LookAsync(order.Id, now: false, default);

        Assert.Equal([(order.Route.Execution!, token)], Lab.Workflows.Redriven);
    }

    [Fact]
    public async Task Projector_OrderThatCannotBeRead_DoesNotHoldUpItsNeighbours()
    {
        Lab.Dial(10_000);
        var poisoned = await Lab.PlaceAsync(key: "k-1");
        var good = await Lab.PlaceAsync(key: "k-2");
        await Lab.DispatchAsync(poisoned.Id);
        await Lab.DispatchAsync(good.Id);
        Lab.Store.Damage(poisoned.Subject);

        await Lab.ProjectAsync();

        Assert.Equal(WorkflowStatus.Running, (await Lab.HeadAsync(good.Id)).Workflow);
    }
}
