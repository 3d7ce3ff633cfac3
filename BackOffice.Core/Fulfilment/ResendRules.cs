using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <summary>When vouchers may be sent again, to where, and which.</summary>
internal static class ResendRules
{
    /// <summary>A message's vouchers are settled in one commit, four items each.</summary>
    public const int MostVouchers = 20;

    public static ResendCheck Check(OrderDraft draft, VoucherVault vault, VoucherOptions options, DateTimeOffset now)
    {
        var email = draft.Head.Customer.Email;
        var last = VoucherMessages.LastAddress(draft);
        var sent = draft.Vouchers().SelectMany(voucher => voucher.Deliveries).DistinctBy(delivery => delivery.Operation).Select(delivery => delivery.At)
            .Concat(draft.Vouchers().Where(voucher => voucher.Pending?.Kind is PendingKind.Resend).Select(voucher => now).Take(1)).ToList();
        var inHour = sent.Count(at => at > now.AddHours(-1));
        var inDay = sent.Count(at => at > now.AddDays(-1));
        var why = OrderDoubt.Of(draft.Effects()).Message ? OrderDoubt.NoResend
            : inHour >= options.ResendsAnHour ? (Sentence)$"It was sent again {inHour} times within an hour. Wait; if nothing arrives, the address is the trouble and not the message."
            : inDay >= options.ResendsADay ? (Sentence)$"It was sent again {inDay} times within a day. If nothing arrives, the address is the trouble and not the message."
            : draft.Vouchers().Any(MaySend) ? null
            : (Sentence)"No voucher of this order can be sent.";
        return new ResendCheck(
            draft.Head.Version, CustomerMask.Email(email), last?.Masked, last is not null && last.AddressDigest != vault.DigestOf(email), inDay, why);
    }

    public static Result<IReadOnlyList<Voucher>> Choose(OrderDraft draft, IReadOnlyList<string> wanted)
    {
        var vouchers = draft.Vouchers().Where(voucher => wanted.Count == 0 ? MaySend(voucher) : wanted.Contains(voucher.VoucherId)).ToList();
        if (wanted.FirstOrDefault(id => vouchers.TrueForAll(voucher => voucher.VoucherId != id)) is { } missing)
            return new NotFound("voucher.not-found", $"Order {draft.Head.Id} has no voucher {missing}.");
        if (vouchers.Find(voucher => !MaySend(voucher)) is { } not)
            return not.Pending is null ? VoucherRefusals.Of(not) : VoucherRefusals.Busy;
        return vouchers.Count > MostVouchers
            ? new Rejected("voucher.resend-many", $"A message carries at most {MostVouchers} vouchers. Name those that are wanted.")
            : vouchers;
    }

    private static bool MaySend(Voucher voucher) =>
        voucher is { State: VoucherState.Issued or VoucherState.Delivered or VoucherState.Viewed, Pending: null };
}
