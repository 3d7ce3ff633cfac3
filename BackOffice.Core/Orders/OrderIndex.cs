using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>What lists filter and sort by.</summary>
public sealed record OrderIndex
{
    /// <summary>Parts of a major unit in which <see cref="Amount"/> counts, whatever the currency's own minor unit.</summary>
    public const int AmountScale = 10_000;

    public required Headline Headline { get; init; }

    public required OrderPath Path { get; init; }

    /// <summary>Null once the order is closed.</summary>
    public string? Step { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>Of the first line, as <see cref="FoldCity"/> makes it.</summary>
    public required string City { get; init; }

    /// <summary><c>on</c>, <c>off</c>, or null where none was decided.</summary>
    public string? Variant { get; init; }

    public required string Currency { get; init; }

    /// <summary>The total in ten-thousandths of the major unit: numbers of all currencies compare, their worth does not.</summary>
    public required long Amount { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public static OrderIndex Of(OrderHead order)
    {
        var total = order.Total;
        return new OrderIndex
        {
            Headline = order.Headline,
            Path = order.Route.Path,
            Step = order.Headline is Headline.Done or Headline.Cancelled or Headline.Refunded ? null : order.Step?.Name,
            ErrorCode = order.Step?.ErrorCode,
            City = FoldCity(order.Lines[0].City),
            Variant = order.Variant?.Variant,
            Currency = total.Unit,
            Amount = Scaled(total),
            PlacedAt = order.PlacedAt,
            ChangedAt = order.ChangedAt,
        };
    }

    /// <summary>Words in lower case without accents: "São Paulo" and "sao paulo" are one city.</summary>
    public static string FoldCity(string city) => string.Join(' ', KeyNormaliser.NameWords(city));

    private static long Scaled(Money total)
    {
        var scale = AmountScale;
        for (var digits = Currencies.MinorDigits(total.Unit); digits > 0; digits--)
            scale /= 10;
        return total.Minor > long.MaxValue / scale ? long.MaxValue : total.Minor * scale;
    }
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

    /// <summary>The last four digits of a card that pays.</summary>
    public const string CardLast4 = "card4";

    /// <summary>The digits of a phone number from the last to the first, so that its end is found as a start.</summary>
    public const string PhoneEnd = "phone-end";

    /// <summary>Keyed hash of a voucher's code; unique for ever.</summary>
    public const string VoucherCode = "voucher";

    /// <summary>Client and idempotency key of the order API; unique for ever.</summary>
    public const string Idempotency = "idempotency";

    /// <summary>A command's id; unique for ever.</summary>
    public const string Command = "command";

    /// <summary>A refund case's id, made by the client; unique for ever.</summary>
    public const string Refund = "refund";

    /// <summary>Not stored: an order's id, for all orders of its customer. <see cref="Search.CustomerLookup"/> reads it.</summary>
    public const string SameCustomer = "same";

    /// <summary>Client and idempotency key of a redemption; unique for ever.</summary>
    public const string Redemption = "redemption";

    /// <summary>True for classes whose keys at most one subject may ever hold.</summary>
    public static bool IsUnique(string keyClass) => keyClass is VoucherCode or Idempotency or Command or Refund or Redemption;
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
    public const string Refund = "refund";

    /// <summary>Some orders of a bulk retry, each with what became of it.</summary>
    public const string RetryChunk = "retry-chunk";
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

    /// <summary>A refund case must be started, looked after or expired.</summary>
    public const string Refund = "refund";

    /// <summary>A refund case waits for approval since then: the approval queue.</summary>
    public const string RefundApproval = "refund-approval";

    /// <summary>A bulk retry is not finished.</summary>
    public const string RetryJob = "retry-job";

    /// <summary>A replay of events is not finished.</summary>
    public const string Replay = "replay";

    /// <summary>The money is to be checked as a whole.</summary>
    public const string MoneyCheck = "money-check";

    /// <summary>The lease of an open execution must be renewed.</summary>
    public const string Lease = "lease";

    /// <summary>A voucher's value ends, or an act on a voucher is to be finished.</summary>
    public const string Vouchers = "vouchers";
}
