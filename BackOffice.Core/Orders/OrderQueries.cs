using System.Diagnostics.Metrics;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Orders;

/// <inheritdoc cref="IOrders"/>
public sealed class OrderQueries(IStore store, IWorkflows workflows, IOrderSearch search, TimeProvider clock) : IOrders
{
    /// <summary>A histogram: rows that a search of orders looked at before it answered.</summary>
    public const string RowsInstrument = "backoffice.orders.search.rows";

    /// <summary>What a store records for each search; see <see cref="RowsInstrument"/>.</summary>
    public static readonly Histogram<long> RowsLookedAt = Telemetry.Meter.CreateHistogram<long>(RowsInstrument, "{row}", "Rows that a search of orders looked at.");

    /// <summary>The newest events of an execution that its order's page shows at once.</summary>
    private const int HistoryShown = 1_000;

    public async Task<Result<Page<OrderHead>>> SearchAsync(
        OrderQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken)
    {
        var page = await search.FindAsync(query, cursor, limit, actor, cancellationToken).ConfigureAwait(false);
        return page.Map(found => found with { Items = [.. found.Items.Select(CustomerMask.Of)] });
    }

    public async Task<Result<OrderView>> GetAsync(OrderId order, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        if (await store.GetWithChildrenAsync(order.Subject, cancellationToken).ConfigureAwait(false) is not { } stored)
            return new NotFound("order.not-found", $"There is no order {order}.");
        var draft = OrderDraft.Of(stored);
        var view = new OrderView
        {
            Head = CustomerMask.Of(draft.Head),
            Steps = [.. draft.Steps()],
            Effects = [.. draft.Effects()],
            Ledger = [.. draft.Ledger()],
            Vouchers = [.. draft.Vouchers()],
            Refunds = [.. draft.Refunds().OrderBy(refund => refund.Number).Select(refund => refund with { Token = null })],
            Notes = [.. draft.Notes()],
            // Who has the token can answer the workflow's task: it never leaves Core.
            Hold = draft.Holds().OrderBy(hold => hold.Decision is null).ThenBy(hold => hold.PlacedAt).LastOrDefault() is { } hold ? hold with { Token = "" } : null,
            Commands = [.. draft.Commands()],
            Audit = await AuditAsync(order, actor, cancellationToken).ConfigureAwait(false),
        };
        if (actor.Lacks(Permission.ExecutionsRead) is not null)
            return view;
        if (draft.Head.Route.Execution is { } execution && await RunAsync(execution, cancellationToken).ConfigureAwait(false) is { } run)
            view = view with { Execution = run.Execution, Definition = run.Definition, History = run.History, HistoryNext = run.HistoryNext };
        if (view.Refunds.LastOrDefault(refund => refund.Ask.Kind is Payments.Refunds.RefundKind.Unwind)?.Execution is { } unwinding)
            view = view with { Unwinding = await RunAsync(unwinding, cancellationToken).ConfigureAwait(false) };
        return view;
    }

    public async Task<Result<IReadOnlyDictionary<Headline, long>>> CountsAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        var counters = await store.CountersAsync(OrderCounters.HeadlinePrefix, cancellationToken).ConfigureAwait(false);
        return Enum.GetValues<Headline>().ToDictionary(headline => headline, headline => counters.GetValueOrDefault(OrderCounters.NameOf(headline)));
    }

    public async Task<Result<KnownValues>> ValuesAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.OrdersRead) is { } forbidden ? forbidden : await KnownValues.ReadAsync(store, cancellationToken).ConfigureAwait(false);

    public async Task<Result<OrderFigures>> FiguresAsync(int hours, Actor actor, CancellationToken cancellationToken) => actor.Lacks(Permission.OrdersRead) is { } forbidden
        ? forbidden
        : await OrderFigures.ReadAsync(store, clock.GetUtcNow(), Math.Clamp(hours, 1, OrderFigures.MostHours), cancellationToken).ConfigureAwait(false);

    public async Task<Result<Page<HistoryEvent>>> OlderEventsAsync(string execution, string cursor, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.ExecutionsRead) is { } forbidden
            ? forbidden
            : await workflows.HistoryAsync(execution, newestFirst: true, cursor, HistoryShown, cancellationToken).ConfigureAwait(false);

    public async Task<Result<IReadOnlyDictionary<string, StepTimes>>> UsualTimesAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        return await StepTimes.ReadAsync(store, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<StoredAudit>> AuditAsync(OrderId order, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.AuditRead) is null
            ? (await store.AuditAsync(new AuditQuery { Subject = order.Subject.Value }, null, 100, cancellationToken).ConfigureAwait(false)).Items
            : [];

    private async Task<ExecutionRun?> RunAsync(string name, CancellationToken cancellationToken)
    {
        if (await workflows.DescribeAsync(name, cancellationToken).ConfigureAwait(false) is not { } execution)
            return null;
        var definition = await workflows.DefinitionAsync(execution.Definition, execution.Revision, cancellationToken).ConfigureAwait(false);
        var history = await workflows.HistoryAsync(name, newestFirst: true, null, HistoryShown, cancellationToken).ConfigureAwait(false);
        return new ExecutionRun(
            execution, definition, history.IsSuccess ? [.. history.Value.Items.OrderBy(entry => entry.Id)] : [], history.IsSuccess ? history.Value.Next : null);
    }
}
