using System.Threading.Channels;
using BackOffice.Core.Common;

namespace BackOffice.Core.Live;

/// <summary>What the store committed, as it happens: one feed a process, read by whatever shows or forwards changes.</summary>
public interface ICommitFeed
{
    /// <summary>
    /// Changes from now on, in the order of their commits. The subscription buffers <paramref name="capacity"/> changes; a reader that falls
    /// further behind loses the oldest and sees <see cref="CommitSubscription.Dropped"/> rise: it must then read what it watches again.
    /// The writer never waits for a reader and never runs a reader's code.
    /// </summary>
    CommitSubscription Subscribe(int capacity = 1024);
}

/// <summary>One subject as a commit left it.</summary>
/// <param name="Subject">What changed.</param>
/// <param name="Version">After the commit.</param>
/// <param name="HeadJson">The head as committed, UTF-8; shared by all readers.</param>
public sealed record CommittedChange(SubjectId Subject, long Version, ReadOnlyMemory<byte> HeadJson);

/// <summary>A reader's place at the feed; dispose it to leave.</summary>
public sealed class CommitSubscription : IDisposable
{
    private readonly CommitFeed _feed;
    private readonly Channel<CommittedChange> _channel;
    private long _dropped;

    internal CommitSubscription(CommitFeed feed, int capacity)
    {
        _feed = feed;
        _channel = Channel.CreateBounded(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true },
            (CommittedChange _) => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Completes when the store closes.</summary>
    public ChannelReader<CommittedChange> Changes => _channel.Reader;

    /// <summary>How many changes this reader lost because it was too slow.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Dispose()
    {
        _feed.Leave(this);
        Complete();
    }

    internal void Offer(CommittedChange change) => _channel.Writer.TryWrite(change);

    internal void Complete() => _channel.Writer.TryComplete();
}
