using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments;

/// <summary>What an effect that took effect means for the order: the same, whether the step's own call or a later look-up found it.</summary>
public sealed class EffectResults(PipelineOptions options)
{
    internal void Apply(OrderDraft draft, Effect effect, string owner, DateTimeOffset at)
    {
        switch (effect.Kind)
        {
            case EffectKind.FraudScan:
                ApplyVerdict(draft, effect);
                break;
            case EffectKind.Authorise:
                Post(draft, effect, LedgerType.Authorise, owner, at, tender => tender with { AuthorisationId = effect.ExternalId });
                break;
            case EffectKind.Capture:
                Post(draft, effect, LedgerType.Capture, owner, at, tender => tender with { CaptureId = effect.ExternalId });
                break;
            case EffectKind.IssueVoucher when effect.Key.Operation == EffectKey.Checkout:
                AddVoucher(draft, effect, owner, at);
                break;
            case EffectKind.IssueVoucher:
                // The code of a reissue is nobody's before the old voucher is void.
                break;
            case EffectKind.VoidVoucher:
                VoucherEffects.Voided(draft, effect, at);
                break;
            case EffectKind.Notify when effect.Key.Operation == EffectKey.Checkout:
                draft.Head = draft.Head with { NotifiedAt = at };
                break;
            case EffectKind.Notify:
                VoucherEffects.Resent(draft, effect, at);
                break;
            case EffectKind.RedeemMiles:
                var lots = LotsOf(effect);
                Post(draft, effect, LedgerType.MilesRedeem, owner, at, tender => tender with { RedemptionId = effect.ExternalId, Lots = lots });
                break;
            case EffectKind.RefundPayment or EffectKind.RecreditMiles or EffectKind.ReleaseAuthorisation or EffectKind.NotifyRefund:
                // The case's leg follows the effect in every state; see RefundLegs.
                break;
        }
    }

    /// <summary>What a gateway's definite refusal means for the order, beside the step that failed.</summary>
    internal static void Refused(OrderDraft draft, Effect effect, DateTimeOffset at)
    {
        if (effect.Key.Operation == EffectKey.Checkout)
            return;
        switch (effect.Kind)
        {
            case EffectKind.IssueVoucher:
                VoucherEffects.IssueRefused(draft, effect, at);
                break;
            case EffectKind.VoidVoucher:
                VoucherEffects.VoidRefused(draft, effect, at);
                break;
            case EffectKind.Notify:
                VoucherEffects.ResendRefused(draft, effect, at);
                break;
            case EffectKind.FraudScan or EffectKind.Authorise or EffectKind.Capture or EffectKind.RefundPayment or EffectKind.RedeemMiles or EffectKind.RecreditMiles
                or EffectKind.ReleaseAuthorisation or EffectKind.NotifyRefund:
                break;
        }
    }

    private void ApplyVerdict(OrderDraft draft, Effect effect)
    {
        var verdict = JsonSerializer.Deserialize(effect.ResultJson ?? "", StoreJson.Default.FraudVerdict)
            ?? throw new InvalidDataException($"{effect.Key} has no verdict.");
        draft.Head = draft.Head with
        {
            FraudScore = verdict.Score,
            Fraud = verdict.Reject ? FraudStatus.Rejected : verdict.Score > options.ReviewAbove ? FraudStatus.Pending : FraudStatus.Passed,
        };
    }

    private static void Post(OrderDraft draft, Effect effect, LedgerType type, string owner, DateTimeOffset at, Func<Tender, Tender> reference)
    {
        var id = int.Parse(effect.Key.Unit, System.Globalization.CultureInfo.InvariantCulture);
        draft.Append(id, type, AmountOf(effect), effect.Key, owner, at, effect.ExternalId);
        draft.Head = draft.Head with { Tenders = [.. draft.Head.Tenders.Select(tender => tender.TenderId == id ? reference(tender) : tender)] };
        if (effect.ExternalId is { } external)
            draft.AddKey(KeyClasses.GatewayReference, external);
    }

    private static void AddVoucher(OrderDraft draft, Effect effect, string owner, DateTimeOffset at)
    {
        var made = JsonSerializer.Deserialize(effect.PreparedJson ?? "", PipelineJson.Default.PreparedVoucher)
            ?? throw new InvalidDataException($"{effect.Key} has no voucher made ready.");
        var line = draft.Head.Lines.First(candidate => candidate.LineId == made.LineId);
        draft.Put(new Voucher
        {
            VoucherId = made.VoucherId,
            LineId = made.LineId,
            Unit = made.Unit,
            CodeHash = made.CodeHash,
            CodeLast4 = made.CodeLast4,
            CodeCipher = made.CodeCipher,
            State = VoucherState.Issued,
            PaidValue = line.UnitPrice,
            PromoValue = line.PromoValue,
            PromoExpiresAt = line.PromoExpiresAt,
            PaidExpiresAt = line.PaidExpiresAt,
            Zone = line.Zone,
            ExtendableUntil = line.ExtendableUntil,
            IssuedAt = at,
            IssuedBy = owner,
            IssuerReference = effect.ExternalId,
        });
        VoucherChanges.AddKeys(draft, made.CodeHash, made.CodeLast4);
        var issued = draft.Head.VouchersIssued + 1;
        var all = draft.Head.Lines.Sum(candidate => candidate.Quantity);
        draft.Head = draft.Head with
        {
            VouchersIssued = issued,
            Fulfilment = issued < all ? FulfilmentStatus.Partial : FulfilmentStatus.Done,
        };
    }

    /// <summary>An answer that names no lots, or lots that do not add up, would let nobody say what has expired; then all of it counts as one that never does. So does one that cannot be read.</summary>
    private static IReadOnlyList<MilesLot> LotsOf(Effect effect)
    {
        var amount = AmountOf(effect).Minor;
        var lots = MilesAnswer.LotsOf(effect);
        return lots is not null && lots.All(lot => lot?.Miles > 0 && lot.Miles <= amount) && lots.Sum(lot => lot.Miles) == amount ? lots : [new MilesLot(amount, DateOnly.MaxValue)];
    }

    private static Money AmountOf(Effect effect) => effect.Amount ?? throw new InvalidDataException($"{effect.Key} has no amount.");
}
