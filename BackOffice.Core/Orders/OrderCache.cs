using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>
/// The orders that are being worked on, parsed, for the process that is the only one to write them: an order passes a dozen commits in a second, and
/// reading it again for each is half their cost. While a commit of an order is under way nobody knows how the order stands but the store, so it is not
/// found here: what is refused must be refused on what is true.
/// </summary>
public sealed class OrderCache
{
    /// <summary>Orders a generation holds; two generations are kept.</summary>
    private const int Generation = 1_024;

    private readonly Lock _lock = new();
    private Dictionary<OrderId, OrderDraft> _young = [];
    private Dictionary<OrderId, OrderDraft> _old = [];
    private readonly Dictionary<OrderId, Flight> _flights = [];

    /// <summary>A draft of the order as last committed, or null when that is not known here.</summary>
    internal OrderDraft? Find(OrderId order)
    {
        lock (_lock)
        {
            if (_flights.ContainsKey(order))
                return null;
            if (_young.TryGetValue(order, out var found))
                return found.Again();
            if (!_old.TryGetValue(order, out found))
                return null;
            Add(order, found);
            return found.Again();
        }
    }

    /// <summary>A commit of the order is sent; <see cref="End"/> follows whatever becomes of it.</summary>
    internal void Begin(OrderId order)
    {
        lock (_lock)
        {
            var flight = _flights.GetValueOrDefault(order);
            _flights[order] = flight with { Commits = flight.Commits + 1 };
        }
    }

    /// <param name="order">Whose commit it was.</param>
    /// <param name="committed">The order as it was written; null when it was not, or nobody knows.</param>
    internal void End(OrderId order, OrderDraft? committed)
    {
        lock (_lock)
        {
            var flight = _flights[order];
            flight = new Flight(flight.Commits - 1, flight.Lost || committed is null);
            if (flight.Commits == 0)
                _flights.Remove(order);
            else
                _flights[order] = flight;
            if (committed is null)
            {
                _young.Remove(order);
                _old.Remove(order);
            }
            else if (!flight.Lost && !((_young.TryGetValue(order, out var known) || _old.TryGetValue(order, out known)) && known.ExpectedVersion >= committed.ExpectedVersion))
            {
                Add(order, committed);
            }
        }
    }

    private void Add(OrderId order, OrderDraft draft)
    {
        if (_young.Count >= Generation)
            (_old, _young) = (_young, []);
        _young[order] = draft;
    }

    /// <summary>Commits of one order that have no answer yet.</summary>
    /// <param name="Commits">How many.</param>
    /// <param name="Lost">One of them went wrong, so none of the others is known to be the last.</param>
    private readonly record struct Flight(int Commits, bool Lost);
}
