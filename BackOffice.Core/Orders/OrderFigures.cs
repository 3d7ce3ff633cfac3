using System.Globalization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>What the last hours were like, from counters alone.</summary>
/// <param name="Hours">Oldest first, without gaps; the last is the hour that runs now.</param>
/// <param name="Failing">Orders that are failed now, by step.</param>
/// <param name="Errors">Orders that are not closed, by the code of their last error.</param>
public sealed record OrderFigures(IReadOnlyList<HourFigures> Hours, IReadOnlyDictionary<string, long> Failing, IReadOnlyDictionary<string, long> Errors)
{
    /// <summary>The most hours that can be asked for: a week.</summary>
    public const int MostHours = 168;

    /// <summary>Reads the counters of so many hours.</summary>
    public static async Task<OrderFigures> ReadAsync(IStore store, DateTimeOffset now, int hours, CancellationToken cancellationToken)
    {
        var last = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero);
        var figures = Enumerable.Range(0, hours).Select(i => last.AddHours(i + 1 - hours)).ToDictionary(OrderCounters.HourOf, hour => new HourFigures(hour));
        foreach (var day in figures.Keys.Select(hour => hour[..8]).Distinct().ToList())
        {
            await EachAsync(store, OrderCounters.PlacedPrefix, day, figures, (hour, parts, count) => hour.AddPlaced(Enum.Parse<OrderPath>(parts[2]), count), cancellationToken).ConfigureAwait(false);
            await EachAsync(store, OrderCounters.DeliveredPrefix, day, figures, (hour, parts, count) => hour.AddDelivered(Enum.Parse<OrderPath>(parts[2]), int.Parse(parts[3], CultureInfo.InvariantCulture), count), cancellationToken).ConfigureAwait(false);
            await EachAsync(store, OrderCounters.FailedPrefix, day, figures, (hour, parts, count) => hour.AddFailed(parts[2], count), cancellationToken).ConfigureAwait(false);
            await EachAsync(store, OrderCounters.ArmPrefix, day, figures, (hour, parts, count) => hour.AddArm(parts[2] == "on" ? OrderPath.Instant : OrderPath.Batch, parts[3] == "failed", count), cancellationToken).ConfigureAwait(false);
        }

        return new OrderFigures(
            [.. figures.Values.OrderBy(hour => hour.Hour)],
            await StandingAsync(store, OrderCounters.FailingPrefix, cancellationToken).ConfigureAwait(false),
            await StandingAsync(store, OrderCounters.ErrorPrefix, cancellationToken).ConfigureAwait(false));
    }

    private static async Task EachAsync(
        IStore store, string prefix, string day, Dictionary<string, HourFigures> figures, Action<HourFigures, string[], long> add, CancellationToken cancellationToken)
    {
        foreach (var (name, count) in await store.CountersAsync(prefix + day, cancellationToken).ConfigureAwait(false))
        {
            var parts = name.Split(':');
            if (count != 0 && figures.TryGetValue(parts[1], out var hour))
                add(hour, parts, count);
        }
    }

    private static async Task<IReadOnlyDictionary<string, long>> StandingAsync(IStore store, string prefix, CancellationToken cancellationToken) =>
        (await store.CountersAsync(prefix, cancellationToken).ConfigureAwait(false)).Where(pair => pair.Value > 0).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
}

/// <summary>One hour.</summary>
/// <param name="hour">Its beginning, UTC.</param>
public sealed class HourFigures(DateTimeOffset hour)
{
    private readonly Dictionary<OrderPath, long> _placed = [];
    private readonly Dictionary<OrderPath, Dictionary<int, long>> _delivered = [];
    private readonly Dictionary<string, long> _failed = [];
    private readonly Dictionary<OrderPath, ArmFigures> _arms = [];

    public DateTimeOffset Hour { get; } = hour;

    /// <summary>How often an order came to be failed, by step.</summary>
    public IReadOnlyDictionary<string, long> Failed => _failed;

    public long Placed(OrderPath path) => _placed.GetValueOrDefault(path);

    public long Delivered(OrderPath path) => _delivered.TryGetValue(path, out var byClass) ? byClass.Values.Sum() : 0;

    /// <summary>From the order to the voucher, of the orders delivered in this hour; null when there were none. See <see cref="DeliveryTimes"/> for how exact it is.</summary>
    public TimeSpan? Took(OrderPath path, int percent) => _delivered.TryGetValue(path, out var byClass) ? DeliveryTimes.Percentile(byClass, percent) : null;

    /// <summary>Orders placed in this hour whose path the default dial alone decided, by the path it decided.</summary>
    public ArmFigures Arm(OrderPath path) => _arms.GetValueOrDefault(path);

    public void AddArm(OrderPath path, bool failed, long count)
    {
        var arm = Arm(path);
        _arms[path] = new ArmFigures(arm.Orders + count, arm.Failed + (failed ? count : 0));
    }

    public void AddPlaced(OrderPath path, long count) => _placed[path] = _placed.GetValueOrDefault(path) + count;

    public void AddDelivered(OrderPath path, int timeClass, long count)
    {
        if (!_delivered.TryGetValue(path, out var byClass))
            _delivered.Add(path, byClass = []);
        byClass[timeClass] = byClass.GetValueOrDefault(timeClass) + count;
    }

    public void AddFailed(string step, long count) => _failed[step] = _failed.GetValueOrDefault(step) + count;
}

/// <param name="Orders">Placed.</param>
/// <param name="Failed">Of them, those that ever failed.</param>
public readonly record struct ArmFigures(long Orders, long Failed)
{
    /// <summary>0 to 1; null for no order.</summary>
    public double? Rate => Orders == 0 ? null : (double)Failed / Orders;
}
