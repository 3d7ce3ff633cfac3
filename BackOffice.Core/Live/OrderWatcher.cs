using System.Threading.Channels;
using BackOffice.Core.Common;

namespace BackOffice.Core.Live;

/// <summary>One page's place at the feed: a bounded channel. A page that falls behind finds, in place of everything it missed, the word to read again.</summary>
/// <param name="order">The order watched; null for all.</param>
internal sealed class OrderWatcher(SubjectId? order)
{
    /// <summary>Deltas that wait for a page at most.</summary>
    public const int Capacity = 256;

    // The feed, when it must make room, reads beside the page.
    private readonly Channel<OrderDelta> _channel = Channel.CreateBounded<OrderDelta>(new BoundedChannelOptions(Capacity) { SingleWriter = true });

    public ChannelReader<OrderDelta> Deltas => _channel.Reader;

    public bool Watches(SubjectId subject) => order is null || order == subject;

    /// <summary>Never waits. Called by the feed alone.</summary>
    public void Offer(OrderDelta delta)
    {
        if (_channel.Writer.TryWrite(delta))
            return;
        while (_channel.Reader.TryRead(out _))
        {
            // Whoever reads again needs none of it.
        }

        _channel.Writer.TryWrite(OrderDelta.ReadAgain);
    }

    public void Complete() => _channel.Writer.TryComplete();
}
