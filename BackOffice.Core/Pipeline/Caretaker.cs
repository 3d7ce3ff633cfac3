using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Pipeline;

/// <summary>Looks at orders whose moment has come: unknown effects (for the reconciler), stuck orders (the sweeper), vouchers, leases to renew.</summary>
public sealed class Caretaker(
    IStore store, OrderWriter orders, Reconciler reconciler, RefundRunner refunds, VoucherKeeper vouchers, IWorkflows workflows, PipelineOptions options, TimeProvider clock,
    ILogger<Caretaker> logger)
    : BackgroundService
{
    private static readonly Rejected s_nothing = new("caretaker.nothing", "Nothing to write.");
    private static readonly Actor s_sweeper = Actor.System("sweeper");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EveryAsync("reconciler", DueKinds.Reconcile, (order, token) => reconciler.LookAsync(order, now: false, token), stoppingToken),
        EveryAsync("refunds", DueKinds.Refund, refunds.LookAsync, stoppingToken),
        EveryAsync("sweeper", DueKinds.Sweep, (order, token) => orders.ChangeAsync(order, Sweep, token), stoppingToken),
        EveryAsync("voucher keeper", DueKinds.Vouchers, vouchers.LookAsync, stoppingToken),
        EveryAsync("lease renewal", DueKinds.Lease, RenewAsync, stoppingToken));

    private Task EveryAsync(string name, string kind, Func<OrderId, CancellationToken, Task> work, CancellationToken stoppingToken) => Loops.RunAsync(
        name,
        async token =>
        {
            // Leases are renewed when two thirds have gone.
            var until = clock.GetUtcNow() + (kind == DueKinds.Lease ? options.Lease / 3 : TimeSpan.Zero);
            var due = await store.DueAsync(kind, until, 500, token).ConfigureAwait(false);
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = token },
                async (item, each) => await Loops.OneAsync(name, new OrderId(item.Subject.Name), work, logger, each).ConfigureAwait(false)).ConfigureAwait(false);
            await Loops.PauseAsync(options.LookEvery, clock, token).ConfigureAwait(false);
        },
        logger,
        clock,
        stoppingToken);

    private Error? Sweep(OrderDraft draft)
    {
        var now = clock.GetUtcNow();
        if (draft.Head is not { IsPaid: true, StuckSince: null, IsFinal: false } head || head.DueAt > now)
            return s_nothing;
        draft.Head = head with { StuckSince = now, Attention = head.Attention is AttentionStatus.None ? AttentionStatus.NeedsOps : head.Attention };
        draft.Audit(s_sweeper, AuditActions.OrderStuck, now, note: $"Paid, and not done by {head.DueAt.UtcDateTime.ToString("u", System.Globalization.CultureInfo.InvariantCulture)}.");
        draft.Publish(OrderEvents.Stuck(draft.Head, now));
        return null;
    }

    private async Task RenewAsync(OrderId order, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        if (draft?.Head.Route is not { Owner: { } owner } route || owner != route.Execution)
            return;
        var execution = await workflows.DescribeAsync(owner, cancellationToken).ConfigureAwait(false);
        if (execution is not { Status: ExecutionStatus.Running })
            return;
        await orders.ChangeAsync(
            order,
            current =>
            {
                if (current.Head.Route.Owner != owner)
                    return s_nothing;
                current.Head = current.Head with { Route = current.Head.Route with { LeaseUntil = clock.GetUtcNow() + options.Lease } };
                return null;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
