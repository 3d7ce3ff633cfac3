using System.Globalization;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>Plainly invented orders and the change sets that place and change them.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_actor = Actor.System("test");

    /// <summary><c>GC-0000-000A</c> and the like: the number in Crockford's base 32.</summary>
    public static OrderId Id(int number)
    {
        Span<char> digits = stackalloc char[8];
        for (var i = 7; i >= 0; i--, number /= 32)
            digits[i] = Crockford.Digits[number % 32];
        return new OrderId($"GC-{digits[..4]}-{digits[4..]}");
    }

    public static OrderHead Order(
        int number, string name = "Ada Sample", string? email = null, Headline headline = Headline.Queued, OrderPath path = OrderPath.Instant,
        string? step = null, DateTimeOffset? placedAt = null) => new()
        {
            Id = Id(number),
            Version = 1,
            Kind = OrderKind.DealVoucher,
            Brand = "gilt-city",
            PlacedAt = placedAt ?? Start.AddSeconds(number),
            ChangedAt = placedAt ?? Start.AddSeconds(number),
            Customer = new Customer { Name = name, Email = email ?? string.Create(CultureInfo.InvariantCulture, $"sample{number}@example.test") },
            Lines =
            [
                new OrderLine
                {
                    LineId = 1, City = "New York", OfferId = "offer-1", UnitId = "unit-1", Title = "An invented dinner", Quantity = 1,
                    UnitPrice = new Money(8900, "USD"),
                },
            ],
            Tenders = [new Tender { TenderId = 1, Kind = TenderKind.Card, Amount = new Money(8900, "USD"), Token = "tok_ok" }],
            Headline = headline,
            Step = step is null ? null : new CurrentStep(step, StepStatus.Failed, 1, null, null, Start),
            Route = new Route { Path = path },
            DueAt = Start.AddHours(1),
            Intake = new IntakeStamp("client", string.Create(CultureInfo.InvariantCulture, $"key-{number}"), "00"),
        };

    /// <summary>Places the order: head, index, the customer's keys.</summary>
    public static ChangeSet Place(OrderHead order) => new()
    {
        Subject = order.Subject,
        ExpectedVersion = 0,
        Head = Json(order with { Version = 1 }),
        Index = OrderIndex.Of(order),
        AddKeys = KeyNormaliser.KeysOf(order.Customer),
    };

    /// <summary>Changes it from the version that is there.</summary>
    public static ChangeSet Change(OrderHead order, long expected) => new()
    {
        Subject = order.Subject,
        ExpectedVersion = expected,
        Head = Json(order with { Version = expected + 1 }),
        Index = OrderIndex.Of(order),
    };

    /// <summary>The change set with one more audit entry, and the head that holds it.</summary>
    public static (ChangeSet Change, OrderHead Order) Audited(OrderHead order, long expected, string action = "order.placed", Actor? actor = null)
    {
        var (record, head) = AuditChain.Append(
            order.Audit, order.Subject, expected + 1, actor ?? s_actor, action, Start, reason: "an invented reason",
            changes: [new AuditChange("status", "a", "b")]);
        order = order with { Audit = head, Version = expected + 1 };
        var change = expected == 0 ? Place(order) : Change(order, expected);
        return (change with { Head = Json(order), Audit = [record] }, order);
    }

    /// <summary>A subject that is in no list.</summary>
    public static ChangeSet Flag(string name, long expected) => new()
    {
        Subject = new SubjectId("flag/" + name), ExpectedVersion = expected, Head = Encoding.UTF8.GetBytes("{\"flag\":true}"),
    };

    public static OutboxEvent Event(string key, string topic = Topics.DomainEvents, string detail = "{}") => new(
        topic, key, "backoffice.orders", "Order Placed", "event-" + key, Start, Encoding.UTF8.GetBytes(detail));

    public static ReadOnlyMemory<byte> Json(OrderHead order) => JsonSerializer.SerializeToUtf8Bytes(order, StoreJson.Default.OrderHead);

    public static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
