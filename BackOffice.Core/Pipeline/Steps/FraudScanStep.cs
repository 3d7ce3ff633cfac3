using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline.Steps;

/// <summary>Has the order scored. A score above the limit sends it to a person; the scanner's own no ends it.</summary>
public sealed class FraudScanStep(EffectLedger ledger, IFraudGateway gateway, PipelineOptions options) : IStep
{
    public string Name => StepNames.FraudScan;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var outcome = await ledger.RunAsync(
            new EffectRun
            {
                Step = context,
                StepName = Name,
                Kind = EffectKind.FraudScan,
                Unit = "1",
                Terms = gateway.Terms,
                Send = (order, effect) => gateway.ScanAsync(
                    new FraudRequest(
                        effect.Key, order.Customer.Email, order.Customer.UserGuid, order.Tenders[0].Token, order.Tenders[0].Amount, order.Lines[0].City),
                    CancellationToken.None),
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome is not EffectDone { Effect.ResultJson: { } json })
            return StepOutcomes.FailureOf(outcome) ?? throw new InvalidDataException($"{context.Order}: the scan has no verdict.");
        var verdict = JsonSerializer.Deserialize(json, StoreJson.Default.FraudVerdict)
            ?? throw new InvalidDataException($"{context.Order}: the scan has no verdict.");
        if (verdict.Reject)
            return new StepFailed(ErrorCodes.FraudRejected, "The fraud scan rejected the order.");
        var output = new FraudOutput(verdict.Score, verdict.Score > options.ReviewAbove ? "review" : "pass");
        return new StepDone(JsonSerializer.Serialize(output, PipelineJson.Default.FraudOutput));
    }
}
