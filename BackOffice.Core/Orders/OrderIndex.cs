using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>What lists filter and sort by.</summary>
public sealed record OrderIndex(
    Headline Headline, OrderPath Path, string? Step, string? ErrorCode, string City, DateTimeOffset PlacedAt, DateTimeOffset ChangedAt)
{
    public static OrderIndex Of(OrderHead order) => new(
        order.Headline,
        order.Route.Path,
        order.Headline is Headline.Done or Headline.Cancelled or Headline.Refunded ? null : order.Step?.Name,
        order.Step?.ErrorCode,
        order.Lines[0].City,
        order.PlacedAt,
        order.ChangedAt);
}

/// <summary>A list of orders: what the URL, the API and the box say. Everything null means all, newest first.</summary>
public sealed record OrderQuery
{
    /// <summary>Order id, e-mail, the start of a name's word, execution name, or another key; see <see cref="KeyClasses"/>.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<Headline> Headlines { get; init; } = [];

    public OrderPath? Path { get; init; }

    /// <summary>Orders that stand or failed in this step.</summary>
    public string? Step { get; init; }
}

/// <summary>Classes of lookup keys.</summary>
public static class KeyClasses
{
    public const string Email = "email";

    /// <summary>One word of the name, lower case, without accents.</summary>
    public const string NameWord = "name";
    public const string Phone = "phone";
    public const string UserGuid = "user";
    public const string Execution = "execution";
    public const string External = "external";
    public const string GatewayReference = "gateway";
    public const string VoucherLast4 = "voucher4";

    /// <summary>Keyed hash of a voucher's code; unique for ever.</summary>
    public const string VoucherCode = "voucher";

    /// <summary>Client and idempotency key of the order API; unique for ever.</summary>
    public const string Idempotency = "idempotency";

    /// <summary>A command's id; unique for ever.</summary>
    public const string Command = "command";
}

/// <summary>Kinds of children.</summary>
public static class ChildKinds
{
    public const string Step = "step";
    public const string Effect = "effect";
    public const string Ledger = "ledger";
    public const string Voucher = "voucher";
    public const string Note = "note";
    public const string Hold = "hold";
    public const string Command = "command";
}

/// <summary>Kinds of due moments.</summary>
public static class DueKinds
{
    /// <summary>Placed, and not dispatched by then: the fallback takes it up.</summary>
    public const string Dispatch = "dispatch";
    public const string BatchFraud = "batch-fraud";
    public const string BatchPayment = "batch-payment";
    public const string BatchFulfilment = "batch-fulfilment";

    /// <summary>Should be done by then: the sweeper calls it stuck.</summary>
    public const string Sweep = "sweep";

    /// <summary>An effect is Unknown: the reconciler looks it up.</summary>
    public const string Reconcile = "reconcile";

    /// <summary>The lease of an open execution must be renewed.</summary>
    public const string Lease = "lease";
}
