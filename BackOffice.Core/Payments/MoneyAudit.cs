using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Proof;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments;

/// <summary>
/// Checks the money of every order: each invariant on the order's own rows, and two that need more: our refunds and miles against the gateways' own lists, both ways, and the
/// daily budgets. It reads; what it finds is for people.
/// </summary>
public sealed class MoneyAudit(IStore store, IPaymentGateway gateway, IMilesGateway programme, RefundPolicy policy, TimeProvider clock)
{
    private const int Page = 200;

    /// <summary>Needs money:verify. A store of 100,000 orders takes a while.</summary>
    public async Task<Result<MoneyReport>> CheckAsync(Actor actor, CancellationToken cancellationToken) => actor.Lacks(Permission.MoneyVerify) is { } forbidden
        ? forbidden
        : await RunAsync(_ => ValueTask.FromResult(true), cancellationToken).ConfigureAwait(false);

    /// <param name="goOn">Hears of orders checked so far, every 200 and after each page of a gateway's list; false stops, and the report is of what was seen until then.</param>
    /// <param name="cancellationToken">Ends it without a report.</param>
    internal async Task<Result<MoneyReport>> RunAsync(Func<long, ValueTask<bool>> goOn, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var books = new MoneyBooks(policy);
        string? cursor = null;
        do
        {
            var page = await store.SearchAsync(new OrderQuery(), cursor, Page, cancellationToken).ConfigureAwait(false);
            if (!page.IsSuccess)
                return page.Error;
            foreach (var head in page.Value.Items)
                books.Add(head.Id, await ReadAsync(head.Id, cancellationToken).ConfigureAwait(false));
            if (!await goOn(books.Orders).ConfigureAwait(false))
                return books.Report(null, clock.GetElapsedTime(started));
            cursor = page.Value.Next;
        }
        while (cursor is not null);
        var refunds = await new GatewayComparison(store, (at, token) => gateway.RefundsAsync(at, Page, token)).RunAsync(books.Ours, GoOnAsync, cancellationToken).ConfigureAwait(false);
        var miles = refunds is null ? null : await new GatewayComparison(store, MovementsAsync).RunAsync(books.OurMiles, GoOnAsync, cancellationToken).ConfigureAwait(false);
        return books.Report(miles is null ? null : refunds?.With(miles), clock.GetElapsedTime(started));

        ValueTask<bool> GoOnAsync() => goOn(books.Orders);
    }

    private async Task<Page<GatewayRefund>> MovementsAsync(string? cursor, CancellationToken cancellationToken)
    {
        var page = await programme.MovementsAsync(cursor, Page, cancellationToken).ConfigureAwait(false);
        return new Page<GatewayRefund>([.. page.Items.Select(row => new GatewayRefund(row.Key, row.Reference, row.Amount, row.Status, row.At))], page.Next);
    }

    /// <summary>What one order breaks now, of what its own rows tell; null where there is no such order.</summary>
    internal async Task<IReadOnlyList<MoneyFinding>?> CheckAsync(OrderId order, CancellationToken cancellationToken) =>
        await ReadAsync(order, cancellationToken).ConfigureAwait(false) switch
        {
            { Draft: { } draft } => MoneyInvariants.Of(draft),
            { IsDamaged: true } => [MoneyBooks.Damaged(order)],
            _ => null,
        };

    private async Task<OrderReading> ReadAsync(OrderId order, CancellationToken cancellationToken)
    {
        if (await store.GetWithChildrenAsync(order.Subject, cancellationToken).ConfigureAwait(false) is not { } stored)
            return default;
        try
        {
            var draft = OrderDraft.Of(stored);
            // Rows are read when they are first asked for; what is damaged shows here and not in the middle of a rule.
            _ = (draft.Effects().Count(), draft.Ledger().Count(), draft.Refunds().Count(), draft.Vouchers().Count());
            return new OrderReading(draft, false);
        }
        catch (Exception damage) when (Loops.IsDamage(damage))
        {
            return new OrderReading(null, true);
        }
    }
}
