using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <summary>Looks at an order's vouchers at their stored moment: records the ends of values, and goes on with acts that were interrupted.</summary>
public sealed class VoucherKeeper(OrderWriter orders, VoucherActs acts, TimeProvider clock)
{
    /// <summary>Each takes five items of a commit, of which there are at most a hundred.</summary>
    private const int MostAtOnce = 18;
    private static readonly Actor s_actor = Actor.System("sweeper");
    private static readonly Rejected s_nothing = new("voucher.nothing", "Nothing to write.");

    public async Task LookAsync(OrderId order, CancellationToken cancellationToken)
    {
        while ((await orders.ChangeAsync(order, Expire, cancellationToken).ConfigureAwait(false)).IsSuccess)
        {
        }

        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var due = draft?.Vouchers().Select(voucher => voucher.Pending).Where(pending => pending?.LookAt <= now).Select(pending => pending?.Operation ?? "").Distinct().ToList() ?? [];
        foreach (var operation in due)
            await acts.AdvanceAsync(order, operation).ConfigureAwait(false);
    }

    private Error? Expire(OrderDraft draft)
    {
        var now = clock.GetUtcNow();
        var ended = draft.Vouchers().Select(voucher => (Before: voucher, After: VoucherTerms.Expire(voucher, now))).Where(pair => !ReferenceEquals(pair.Before, pair.After)).Take(MostAtOnce).ToList();
        foreach (var (before, after) in ended)
        {
            var act = after.State is VoucherState.Expired && before.State is not VoucherState.Expired ? VoucherAct.Expired : VoucherAct.PromotionEnded;
            VoucherChanges.Write(draft, before, after, new VoucherCause(s_actor, "expiry", "", now), act, $"Voucher {after.VoucherId}: {(act == VoucherAct.Expired ? "its paid value has ended." : "its promotion has ended; what was paid stays.")}");
        }

        if (ended.Count > 0)
            return null;
        // The moment was moved since it was stored: store the next one.
        var next = draft.Vouchers().Min(VoucherTerms.NextLook);
        if (draft.Head.VoucherDueAt == next)
            return s_nothing;
        draft.Head = draft.Head with { VoucherDueAt = next };
        return null;
    }
}
