using BackOffice.Core.Orders;

namespace BackOffice.Core.Pipeline;

/// <summary>The one way an order changes hands: dispatcher, batch jobs, reconciler and console all claim it with the same conditional write.</summary>
public static class Lease
{
    /// <summary>True when nobody holds the order, or its holder's lease ran out without renewal. A refund that runs keeps it until it is closed.</summary>
    public static bool IsFree(OrderHead order, DateTimeOffset now) => order.Refunds?.Running is null && (
        order.Route.Owner is null || order.Route.LeaseUntil is not { } until || until <= now);

    /// <summary>The order as the new owner's: a new epoch, so that whoever had it before can write nothing but outcomes.</summary>
    public static OrderHead Claim(OrderHead order, string owner, DateTimeOffset now, TimeSpan length) => order with
    {
        Route = order.Route with { Owner = owner, LeaseUntil = now + length, Epoch = order.Route.Epoch + 1 },
    };

    public static OrderHead Release(OrderHead order) => order with { Route = order.Route with { Owner = null, LeaseUntil = null } };
}
