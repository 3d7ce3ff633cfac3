using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <summary>Redemptions that came too late: kept with the voucher, which they do not change, and shown to a person until settled.</summary>
internal static class LateRedemptions
{
    /// <summary>Adds the finding once; the order needs operations until it is settled.</summary>
    public static void Report(OrderDraft draft, string voucherId, LateRedemption late, VoucherCause cause)
    {
        var voucher = draft.Voucher(voucherId) ?? throw new InvalidOperationException($"{draft.Head.Id} has no voucher {voucherId}.");
        if (voucher.Late.Any(known => known.RedemptionId == late.RedemptionId))
            return;
        VoucherChanges.Write(
            draft, voucher, voucher with { Late = [.. voucher.Late, late] }, cause, VoucherAct.RedeemedLate,
            $"Voucher {voucherId} was {voucher.State} when a redemption was reported. A person decides what that means for the money.");
        draft.Head = draft.Head with { Attention = draft.Head.Attention is AttentionStatus.Unknown ? AttentionStatus.Unknown : AttentionStatus.NeedsOps };
    }

    /// <summary>Records a person's decision, the cause's reason; when it was the last, the order needs nobody for it any more.</summary>
    public static Error? Settle(OrderDraft draft, string voucherId, string redemptionId, VoucherCause cause)
    {
        if (draft.Voucher(voucherId) is not { } voucher || voucher.Late.FirstOrDefault(known => known.RedemptionId == redemptionId) is not { } late)
            return new NotFound("voucher.not-found", $"Order {draft.Head.Id} has no such redemption.");
        if (late.SettledAt is { } at)
            return new Conflict("voucher.settled", $"{late.SettledBy} settled it already.", late.SettledBy, at);
        var settled = late with { SettledAt = cause.At, SettledBy = cause.Actor.Name, Settlement = cause.Reason };
        VoucherChanges.Write(
            draft, voucher, voucher with { Late = [.. voucher.Late.Select(known => known.RedemptionId == redemptionId ? settled : known)] }, cause, VoucherAct.LateSettled);
        if (!AnyOpen(draft) && draft.Head is { Attention: AttentionStatus.NeedsOps, UnknownEffects: 0, IsFinal: true })
            draft.Head = draft.Head with { Attention = AttentionStatus.None };
        return null;
    }

    /// <summary>True while a person has something to settle.</summary>
    public static bool AnyOpen(OrderDraft draft) => draft.Vouchers().Any(voucher => voucher.Late.Any(late => late.SettledAt is null));
}
