using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

/// <summary>A laboratory of the pipeline a test, and orders that have come so far.</summary>
public abstract class PipelineFacts
{
    private protected PipelineLab Lab { get; } = new();

    private protected async Task<OrderHead> StartedAsync()
    {
        Lab.Dial(10_000);
        var order = await Lab.PlaceAsync();
        await Lab.DispatchAsync(order.Id);
        await Lab.ProjectAsync();
        return await Lab.HeadAsync(order.Id);
    }

    private protected async Task<OrderHead> HeldAsync()
    {
        Lab.Gateways.Score = 80;
        var order = await StartedAsync();
        await Lab.StepAsync(order, StepNames.FraudScan, "h-1");
        Assert.IsType<StepWaits>(await Lab.StepAsync(order, StepNames.HoldForReview, "h-2"));
        return await Lab.HeadAsync(order.Id);
    }

    private protected async Task<OrderHead> DeclinedAsync()
    {
        var order = await StartedAsync();
        Lab.Gateways.Answer = key => key.Step == StepNames.AuthorisePayment ? new GatewayRefused(ErrorCodes.CardDeclined, "declined") : null;
        await Lab.StepAsync(order, StepNames.FraudScan, "h-1");
        await Lab.StepAsync(order, StepNames.AuthorisePayment, "h-2");
        Lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.CardDeclined, "AuthorisePayment");
        await Lab.ProjectAsync();
        return await Lab.HeadAsync(order.Id);
    }

    private protected async Task<OrderHead> UnknownAsync(bool silently)
    {
        var order = await StartedAsync();
        await Lab.StepAsync(order, StepNames.FraudScan, "h-1");
        Lab.Gateways.Answer = key => key.Step != StepNames.AuthorisePayment ? null
            : silently ? Lab.Gateways.TakeEffectSilently(key)
            : new GatewayUnknown("timed out");
        Assert.Equal(ErrorCodes.EffectUnknown, Assert.IsType<StepFailed>(await Lab.StepAsync(order, StepNames.AuthorisePayment, "h-2")).Code);
        Lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.EffectUnknown, "AuthorisePayment");
        await Lab.ProjectAsync();
        return await Lab.HeadAsync(order.Id);
    }
}
