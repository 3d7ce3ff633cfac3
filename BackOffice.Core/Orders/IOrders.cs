using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Orders;

/// <summary>
/// What pages and the API ask about orders. Every call checks the permission it names in its error. Customers are masked in every answer, see
/// <see cref="CustomerMask"/>; <see cref="IReveals"/> is the way to see one in clear.
/// </summary>
public interface IOrders
{
    /// <summary>A page of at most <paramref name="limit"/> (1 to 200) orders, newest placed first. Needs orders:read.</summary>
    Task<Result<Page<OrderHead>>> SearchAsync(OrderQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>The whole order with its newest execution. Needs orders:read; NotFound <c>order.not-found</c>.</summary>
    Task<Result<OrderView>> GetAsync(OrderId order, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Events of the execution that are older than those of <see cref="OrderView.History"/>, newest first; <paramref name="cursor"/> is
    /// <see cref="OrderView.HistoryNext"/>, or of the page before. Needs executions:read; NotFound <c>ExecutionDoesNotExist</c>.
    /// </summary>
    Task<Result<Page<HistoryEvent>>> OlderEventsAsync(string execution, string cursor, Actor actor, CancellationToken cancellationToken);

    /// <summary>How long each step usually takes, from counters kept on write. Needs orders:read.</summary>
    Task<Result<IReadOnlyDictionary<string, StepTimes>>> UsualTimesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>How many orders have each headline, from counters kept on write.</summary>
    Task<Result<IReadOnlyDictionary<Headline, long>>> CountsAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>The values that orders have in the fields of the query language, with how many, from counters kept on write. Needs orders:read.</summary>
    Task<Result<KnownValues>> ValuesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>The last <paramref name="hours"/> (1 to 168) hours in figures, from counters kept on write. Needs orders:read.</summary>
    Task<Result<OrderFigures>> FiguresAsync(int hours, Actor actor, CancellationToken cancellationToken);
}

/// <summary>An order as its page shows it: one read of the store, and the execution's history where it has one.</summary>
public sealed record OrderView
{
    public required OrderHead Head { get; init; }

    /// <summary>Hand-outs, oldest first.</summary>
    public required IReadOnlyList<StepRow> Steps { get; init; }

    public required IReadOnlyList<Effect> Effects { get; init; }

    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }

    public required IReadOnlyList<Voucher> Vouchers { get; init; }

    /// <summary>Refund cases, oldest first; without their secrets.</summary>
    public IReadOnlyList<Refund> Refunds { get; init; } = [];

    public required IReadOnlyList<Note> Notes { get; init; }

    /// <summary>The hold that waits for a decision, or the last one decided; without its token.</summary>
    public Hold? Hold { get; init; }

    public required IReadOnlyList<CommandRow> Commands { get; init; }

    /// <summary>Newest first; empty when the actor may not read the audit log.</summary>
    public required IReadOnlyList<StoredAudit> Audit { get; init; }

    /// <summary>Null on the batch path, or before the dispatch.</summary>
    public ExecutionDescription? Execution { get; init; }

    public DefinitionRevision? Definition { get; init; }

    /// <summary>Of <see cref="Execution"/>, oldest first, at most the newest 1,000.</summary>
    public IReadOnlyList<HistoryEvent> History { get; init; } = [];

    /// <summary>The newest run of the order's unwinding; null while there is none.</summary>
    public ExecutionRun? Unwinding { get; init; }

    /// <summary>Where <see cref="IOrders.OlderEventsAsync"/> goes on; null when the history is whole.</summary>
    public string? HistoryNext { get; init; }
}
