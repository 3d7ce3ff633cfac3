using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Intake;

/// <summary>The body of POST /api/orders, parsed and checked; see <c>order.schema.json</c>.</summary>
public sealed record OrderRequest
{
    public required OrderKind Kind { get; init; }

    public required string Brand { get; init; }

    public string Channel { get; init; } = "web";

    public string Locale { get; init; } = "en-US";

    public IReadOnlyList<ExternalReference> ExternalRefs { get; init; } = [];

    public required Customer Customer { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required IReadOnlyList<Tender> Tenders { get; init; }

    /// <summary>Imports alone: what is known of an order of the past. Null for an order to be processed.</summary>
    public OrderHistory? History { get; init; }
}

/// <summary>What an import line says of an order of the past.</summary>
public sealed record OrderHistory
{
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>Done, cancelled, refunded or failed.</summary>
    public required Headline Headline { get; init; }
}
