using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Fakes;

/// <summary>Plainly invented orders.</summary>
internal static class SampleOrders
{
    public static readonly OrderId Id = new("GC-4417-0932");

    public static OrderHead Head(DateTimeOffset at, int quantity = 1, OrderPath path = OrderPath.Instant) => new()
    {
        Id = Id,
        Version = 0,
        Kind = OrderKind.DealVoucher,
        Brand = "gilt-city",
        PlacedAt = at,
        ChangedAt = at,
        Customer = new Customer { Name = "Dora Whitfield", Email = "dora.whitfield@example.com", UserGuid = "00000000-0000-0000-0000-000000000001" },
        Lines =
        [
            new OrderLine
            {
                LineId = 1, City = "Boston", OfferId = "HARBOUR-2", UnitId = "u-1", Title = "Harbour Sail for Two", Quantity = quantity, UnitPrice = new Money(8_900, "USD"),
            },
        ],
        Tenders =
        [
            new Tender
            {
                TenderId = 1, Kind = TenderKind.Card, Amount = new Money(8_900 * quantity, "USD"), Token = "tok_ok", Last4 = "4242",
                Authorised = Money.Zero("USD"), Captured = Money.Zero("USD"), Refunded = Money.Zero("USD"), Reserved = Money.Zero("USD"),
            },
        ],
        Route = new Route { Path = path },
        DueAt = at + TimeSpan.FromMinutes(5),
        Intake = new IntakeStamp("test", "key-1", new string('a', 64)),
    };

    /// <summary>Stores the order as claimed by its first execution.</summary>
    public static async Task<OrderHead> PlaceClaimedAsync(IStore store, TimeProvider clock, Func<OrderHead, OrderHead>? change = null)
    {
        var now = clock.GetUtcNow();
        var head = Lease.Claim(Head(now), "GC-4417-0932-1", now, TimeSpan.FromMinutes(10));
        head = head with { Workflow = WorkflowStatus.Running, Route = head.Route with { Execution = "GC-4417-0932-1", Runs = 1 } };
        var draft = OrderDraft.New(change?.Invoke(head) ?? head);
        Assert.True((await store.CommitAsync(draft.Build(now), CancellationToken.None)).IsSuccess);
        return draft.Head;
    }
}
