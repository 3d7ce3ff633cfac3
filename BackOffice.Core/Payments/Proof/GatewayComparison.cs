using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Proof;

/// <summary>Compares our refunds with a gateway's list. A difference is looked at again before it is one: the order may have moved since it was read.</summary>
/// <param name="store">Where it is looked at again.</param>
/// <param name="list">A page of the gateway's list by its cursor.</param>
internal sealed class GatewayComparison(IStore store, Func<string?, CancellationToken, Task<Page<GatewayRefund>>> list)
{
    private const int MostDifferences = 1_000;

    /// <param name="ours">Refund effects of all orders by key, as they were read.</param>
    /// <param name="goOn">Asked after each page of the list; false ends it without an answer.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>Null when it was ended.</returns>
    public async Task<LedgerComparison?> RunAsync(IReadOnlyDictionary<string, Effect> ours, Func<ValueTask<bool>> goOn, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var differences = new List<LedgerDifference>();
        long same = 0, different = 0;
        string? cursor = null;
        do
        {
            var page = await list(cursor, cancellationToken).ConfigureAwait(false);
            foreach (var theirs in page.Items)
            {
                seen.Add(theirs.Key);
                var known = ours.GetValueOrDefault(theirs.Key);
                if (Differs(known, theirs) is null)
                    same += IsSettled(known) ? 1 : 0;
                else if (Differs(await EffectAsync(theirs.Key, cancellationToken).ConfigureAwait(false), theirs) is { } difference)
                    Add(difference);
                else
                    same++;
            }

            if (!await goOn().ConfigureAwait(false))
                return null;
            cursor = page.Next;
        }
        while (cursor is not null);
        foreach (var (key, effect) in ours)
        {
            if (effect.State is EffectState.Succeeded && !seen.Contains(key))
                Add(new LedgerDifference(DifferenceKind.OnlyHere, effect.Key.Order.Value, key, effect.ExternalId, effect.State, effect.Amount, null, null));
        }

        return new LedgerComparison
        {
            Ours = ours.Count, Theirs = seen.Count, Same = same, Open = ours.Values.Count(effect => effect.IsOpen),
            Differences = differences, Different = different,
        };

        void Add(LedgerDifference difference)
        {
            different++;
            if (differences.Count < MostDifferences)
                differences.Add(difference);
        }
    }

    /// <summary>Null when both say the same, or ours has no outcome yet.</summary>
    private static LedgerDifference? Differs(Effect? ours, GatewayRefund theirs)
    {
        var happened = theirs.Status is GatewayRefundStatus.Succeeded or GatewayRefundStatus.Pending;
        DifferenceKind? kind = ours is null ? DifferenceKind.OnlyAtGateway : ours.State switch
        {
            EffectState.Sent or EffectState.Unknown or EffectState.Awaiting => null,
            EffectState.Succeeded => theirs.Status switch
            {
                GatewayRefundStatus.Succeeded => ours.Amount == theirs.Amount ? null : DifferenceKind.Amount,
                GatewayRefundStatus.Reversed or GatewayRefundStatus.Failed => DifferenceKind.CameBack,
                GatewayRefundStatus.Pending => DifferenceKind.NotFinished,
            },
            // A redemption whose miles went back by an unwinding took place all the same.
            EffectState.Reversed when ours.Kind is EffectKind.RedeemMiles && ours.Amount == theirs.Amount => null,
            EffectState.Failed or EffectState.Reversed or EffectState.Planned => happened ? DifferenceKind.DoneThere : null,
        };
        return kind is { } found
            ? new LedgerDifference(found, OrderOf(theirs.Key), theirs.Key, theirs.Reference, ours?.State, ours?.Amount, theirs.Status, theirs.Amount)
            : null;
    }

    private static bool IsSettled(Effect? ours) => ours?.State is EffectState.Succeeded or EffectState.Failed or EffectState.Reversed;

    private static string OrderOf(string key) => key.Split('/')[0];

    private async Task<Effect?> EffectAsync(string key, CancellationToken cancellationToken) =>
        await store.GetWithChildrenAsync(new OrderId(OrderOf(key)).Subject, cancellationToken).ConfigureAwait(false) is { } stored
            ? OrderDraft.Of(stored).Effects().FirstOrDefault(effect => effect.Key.ToString() == key)
            : null;
}
