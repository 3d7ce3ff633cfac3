using System.Collections.Immutable;

namespace BackOffice.Core.Live;

/// <summary>Hands commits to the subscriptions. One thread publishes (the store's writer); anybody subscribes.</summary>
public sealed class CommitFeed : ICommitFeed
{
    private ImmutableArray<CommitSubscription> _subscriptions = [];

    /// <summary>True when somebody listens; a publisher may skip making what nobody reads.</summary>
    public bool HasReaders => !_subscriptions.IsEmpty;

    public CommitSubscription Subscribe(int capacity = 1024)
    {
        var subscription = new CommitSubscription(this, capacity);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Add(one), subscription);
        return subscription;
    }

    /// <summary>Never waits, never throws because of a reader.</summary>
    public void Publish(CommittedChange change)
    {
        foreach (var subscription in _subscriptions)
            subscription.Offer(change);
    }

    /// <summary>No more changes will come.</summary>
    public void Complete()
    {
        foreach (var subscription in _subscriptions)
            subscription.Complete();
    }

    internal void Leave(CommitSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Remove(one), subscription);
}
