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

    /// <summary>True while a person has something to settle.</summary>
    public static bool AnyOpen(OrderDraft draft) => draft.Vouchers().Any(voucher => voucher.Late.Any(late => late.SettledAt is null));
}
