using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline.Steps;

/// <summary>Registers one voucher a unit, one commit each. They are kept back until the money is taken.</summary>
public sealed class IssueVouchersStep(EffectLedger ledger, OrderWriter orders, IVoucherIssuer issuer, VoucherVault vault) : IStep
{
    public string Name => StepNames.IssueVouchers;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false);
        if (draft is null)
            return new StepFailed(ErrorCodes.OrderInvalid, $"There is no order {context.Order}.");
        var units = draft.Head.Lines.SelectMany(line => Enumerable.Range(1, line.Quantity).Select(unit => (Line: line, Unit: unit))).ToList();
        for (var i = 0; i < units.Count; i++)
        {
            var (line, unit) = units[i];
            var outcome = await ledger.RunAsync(RunOf(context, line, unit, i == units.Count - 1), cancellationToken).ConfigureAwait(false);
            if (StepOutcomes.FailureOf(outcome) is { } failure)
                return failure;
        }

        return new StepDone(JsonSerializer.Serialize(new VouchersOutput(units.Count), PipelineJson.Default.VouchersOutput));
    }

    private EffectRun RunOf(StepContext context, OrderLine line, int unit, bool last) => new()
    {
        Step = context,
        StepName = Name,
        Kind = EffectKind.IssueVoucher,
        Unit = string.Create(CultureInfo.InvariantCulture, $"{line.LineId}.{unit}"),
        Amount = line.UnitPrice,
        Terms = issuer.Terms,
        EndsStep = last,
        Guard = draft => !draft.Head.IsPaid ? new StepFailed(ErrorCodes.OrderInvalid, "The payment is not authorised, so no voucher is issued.")
            : draft.Head.TakesMiles && draft.Head.Miles is not MilesStatus.Redeemed ? new StepFailed(ErrorCodes.OrderInvalid, "The miles are not taken, so no voucher is issued.")
            : null,
        Prepare = () => Prepare(line, unit),
        Send = (_, effect) => issuer.IssueAsync(
            new IssueRequest(effect.Key, line.OfferId, line.UnitId, Prepared(effect).CodeHash, line.UnitPrice), CancellationToken.None),
    };

    private string Prepare(OrderLine line, int unit)
    {
        var code = VoucherCode.New();
        var made = new PreparedVoucher(
            VoucherIds.Of(line.LineId, unit), line.LineId, unit, vault.HashOf(code), VoucherCode.Last4Of(code), vault.Seal(code));
        return JsonSerializer.Serialize(made, PipelineJson.Default.PreparedVoucher);
    }

    private static PreparedVoucher Prepared(Effect effect) =>
        JsonSerializer.Deserialize(effect.PreparedJson ?? "", PipelineJson.Default.PreparedVoucher)
        ?? throw new InvalidDataException($"{effect.Key} has no voucher made ready.");
}
