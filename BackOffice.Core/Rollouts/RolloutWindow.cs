using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Rollouts;

/// <summary>The orders placed last, as the rollout decides about them.</summary>
/// <param name="Orders">Newest first, at most <see cref="Most"/>.</param>
public sealed record RolloutWindow(IReadOnlyList<RolloutSubject> Orders)
{
    public const int Most = 1_000;

    /// <summary>What another policy would have made of these orders: each is decided anew, by its own bucket, with the one rule that decides orders.</summary>
    public RolloutReach Reach(RolloutPolicy now, RolloutPolicy draft)
    {
        var joining = Orders.Where(order => !order.IsInstant(now) && order.IsInstant(draft)).ToList();
        var leaving = Orders.Where(order => order.IsInstant(now) && !order.IsInstant(draft)).ToList();
        return new RolloutReach(Orders.Count, Orders.Count(order => order.IsInstant(now)), Orders.Count(order => order.IsInstant(draft)), joining, leaving);
    }
}

/// <param name="Order">The order.</param>
/// <param name="Subject">Whom the flag is about: the customer's user guid, or the order's id for a guest.</param>
/// <param name="City">Of its first line.</param>
/// <param name="Bucket">The subject's place on the dial, basis points.</param>
/// <param name="PlacedAt">UTC.</param>
public sealed record RolloutSubject(OrderId Order, string Subject, string City, decimal Bucket, DateTimeOffset PlacedAt)
{
    public static RolloutSubject Of(OrderHead order, string flag)
    {
        var subject = order.Customer.UserGuid ?? order.Id.Value;
        return new RolloutSubject(order.Id, subject, order.Lines[0].City, RolloutBucket.Of(subject, flag), order.PlacedAt);
    }

    public bool IsInstant(RolloutPolicy policy) => RolloutDecision.Decide(policy, Subject, City, Bucket).Variant == RolloutDecision.On;
}

/// <param name="Orders">How many were looked at.</param>
/// <param name="InstantNow">Of those, instant under the policy in force.</param>
/// <param name="InstantThen">And under the draft.</param>
/// <param name="Joining">That would newly be instant, newest first.</param>
/// <param name="Leaving">That would not be any more.</param>
public sealed record RolloutReach(int Orders, int InstantNow, int InstantThen, IReadOnlyList<RolloutSubject> Joining, IReadOnlyList<RolloutSubject> Leaving)
{
    /// <summary>Whoever would change path.</summary>
    public IReadOnlyList<RolloutSubject> Moving => Joining.Count > 0 ? Joining : Leaving;

    /// <summary>Different customers among <see cref="Moving"/>.</summary>
    public int Customers => Moving.Select(order => order.Subject).Distinct(StringComparer.OrdinalIgnoreCase).Count();
}
