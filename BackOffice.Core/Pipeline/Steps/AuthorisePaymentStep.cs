using System.Text.Json;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline.Steps;

/// <summary>Reserves the money of every card tender.</summary>
public sealed class AuthorisePaymentStep(EffectLedger ledger, OrderWriter orders, IPaymentGateway gateway) : IStep
{
    public string Name => StepNames.AuthorisePayment;

    public Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        TenderStep.RunAsync(
            ledger,
            orders,
            context,
            (tender, last) => new EffectRun
            {
                Step = context,
                StepName = Name,
                Kind = EffectKind.Authorise,
                Unit = TenderStep.UnitOf(tender),
                Amount = tender.Amount,
                Terms = gateway.Terms,
                EndsStep = last,
                Guard = draft => draft.Head.Fraud is FraudStatus.Passed
                    ? null
                    : new StepFailed(ErrorCodes.OrderInvalid, "The order has not passed the fraud check, so no money is taken."),
                Send = (_, effect) => gateway.AuthoriseAsync(new AuthoriseRequest(effect.Key, tender.Token, tender.Amount), CancellationToken.None),
            },
            cancellationToken);
}

/// <summary>What authorise and capture share: one effect a card tender, one after the other.</summary>
internal static class TenderStep
{
    public static string UnitOf(Tender tender) => tender.TenderId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<StepOutcome> RunAsync(
        EffectLedger ledger, OrderWriter orders, StepContext context, Func<Tender, bool, EffectRun> runOf, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false);
        if (draft is null)
            return new StepFailed(ErrorCodes.OrderInvalid, $"There is no order {context.Order}.");
        var cards = draft.Head.Tenders.Where(tender => tender.Kind is TenderKind.Card).ToList();
        string? reference = null;
        for (var i = 0; i < cards.Count; i++)
        {
            var outcome = await ledger.RunAsync(runOf(cards[i], i == cards.Count - 1), cancellationToken).ConfigureAwait(false);
            if (StepOutcomes.FailureOf(outcome) is { } failure)
                return failure;
            reference = (outcome as EffectDone)?.Effect.ExternalId;
        }

        return new StepDone(JsonSerializer.Serialize(new ReferenceOutput(reference ?? ""), PipelineJson.Default.ReferenceOutput));
    }
}
