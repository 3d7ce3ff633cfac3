using System.Text.Json;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;

namespace BackOffice.Core.Pipeline.Steps;

/// <summary>Takes the miles of every miles tender, once the card's part is reserved: a redemption cannot be reserved, and a card can be released.</summary>
public sealed class RedeemMilesStep(EffectLedger ledger, OrderWriter orders, IMilesGateway gateway) : IStep
{
    public string Name => StepNames.RedeemMiles;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false);
        if (draft is null)
            return new StepFailed(ErrorCodes.OrderInvalid, $"There is no order {context.Order}.");
        var tenders = draft.Head.Tenders.Where(tender => tender.Kind is TenderKind.Miles).ToList();
        string? reference = null;
        for (var i = 0; i < tenders.Count; i++)
        {
            var outcome = await ledger.RunAsync(RunOf(context, tenders[i], i == tenders.Count - 1), cancellationToken).ConfigureAwait(false);
            if (StepOutcomes.FailureOf(outcome) is { } failure)
                return failure;
            reference = (outcome as EffectDone)?.Effect.ExternalId;
        }

        return new StepDone(JsonSerializer.Serialize(new ReferenceOutput(reference ?? ""), PipelineJson.Default.ReferenceOutput));
    }

    private EffectRun RunOf(StepContext context, Tender tender, bool last) => new()
    {
        Step = context,
        StepName = Name,
        Kind = EffectKind.RedeemMiles,
        Unit = TenderStep.UnitOf(tender),
        Amount = tender.Amount,
        Terms = gateway.Terms,
        EndsStep = last,
        Guard = draft => draft.Head.IsPaid ? null : new StepFailed(ErrorCodes.OrderInvalid, "The payment is not authorised, so no miles are taken."),
        Send = (_, effect) => gateway.RedeemAsync(new RedeemMilesRequest(effect.Key, tender.Token, tender.Amount), CancellationToken.None),
    };
}
