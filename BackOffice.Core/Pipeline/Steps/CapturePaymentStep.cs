using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline.Steps;

/// <summary>Takes the money, once every voucher is there.</summary>
public sealed class CapturePaymentStep(EffectLedger ledger, OrderWriter orders, IPaymentGateway gateway) : IStep
{
    public string Name => StepNames.CapturePayment;

    public Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        TenderStep.RunAsync(
            ledger,
            orders,
            context,
            (tender, last) => new EffectRun
            {
                Step = context,
                StepName = Name,
                Kind = EffectKind.Capture,
                Unit = TenderStep.UnitOf(tender),
                Amount = tender.Amount,
                Terms = gateway.Terms,
                EndsStep = last,
                Guard = draft => draft.Head.Fulfilment is FulfilmentStatus.Done
                    ? null
                    : new StepFailed(ErrorCodes.OrderInvalid, "Not every voucher is issued, so the money is not taken."),
                Send = (order, effect) => gateway.CaptureAsync(
                    new CaptureRequest(
                        effect.Key,
                        order.Tenders.First(paid => paid.TenderId == tender.TenderId).AuthorisationId
                            ?? throw new InvalidDataException($"{order.Id}: tender {tender.TenderId} is not authorised."),
                        tender.Token,
                        tender.Amount),
                    CancellationToken.None),
            },
            cancellationToken);
}
