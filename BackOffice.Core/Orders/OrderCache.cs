using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>
/// The orders that are being worked on, parsed, for the process that is the only one to write them: an order passes a dozen commits in a second, and
/// reading it again for each is half their cost. The store decides every commit by its version, so what is old here can only cost a try.
/// </summary>
public sealed class OrderCache
{
    /// <summary>Orders a generation holds; two generations are kept.</summary>
    private const int Generation = 1_024;

    private readonly Lock _lock = new();
    private Dictionary<OrderId, OrderDraft> _young = [];
    private Dictionary<OrderId, OrderDraft> _old = [];

    /// <summary>A draft of the order as last committed here, or null.</summary>
    internal OrderDraft? Find(OrderId order)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(order, out var found))
                return found.Again();
            if (!_old.TryGetValue(order, out found))
                return null;
            Add(order, found);
            return found.Again();
        }
    }

    internal void Keep(OrderDraft committed)
    {
        lock (_lock)
        {
            var order = committed.Head.Id;
            if ((_young.TryGetValue(order, out var known) || _old.TryGetValue(order, out known)) && known.ExpectedVersion >= committed.ExpectedVersion)
                return;
            Add(order, committed);
        }
    }

    internal void Forget(OrderId order)
    {
        lock (_lock)
        {
            _young.Remove(order);
            _old.Remove(order);
        }
    }

    private void Add(OrderId order, OrderDraft draft)
    {
        if (_young.Count >= Generation)
            (_old, _young) = (_young, []);
        _young[order] = draft;
    }
}
