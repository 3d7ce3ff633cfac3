using BackOffice.Components.Orders;
using BackOffice.Core.Orders;

namespace BackOffice.Components.Home;

/// <summary>
/// Where everything of the delivery chart stands. Drawn by ourselves: the chart of the component library has no logarithmic axis and no bands, without
/// which seconds and half hours do not fit into one picture.
/// </summary>
internal sealed class DeliveryChartLayout
{
    public const double Width = 740, Height = 268, Left = 58, Right = 590, Top = 14, Bottom = 232;
    private const double LabelGap = 16;

    private static readonly TimeSpan[] s_ticks =
    [
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(10),
    ];

    private readonly IReadOnlyList<HourFigures> _hours;
    private readonly double _least, _most;

    public DeliveryChartLayout(IReadOnlyList<HourFigures> hours)
    {
        _hours = hours;
        var times = hours.SelectMany(hour => Enum.GetValues<OrderPath>().SelectMany(path => new[] { hour.Took(path, 50), hour.Took(path, 95) })).OfType<TimeSpan>().ToList();
        IsEmpty = times.Count == 0;
        if (IsEmpty)
            times = [TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30)];
        times = [.. times.Select(took => took > s_ticks[^2] ? s_ticks[^2] : took)];
        _least = Math.Log(s_ticks.Last(tick => tick <= times.Min() || tick == s_ticks[0]).TotalSeconds);
        _most = Math.Log(s_ticks.FirstOrDefault(tick => tick > times.Max(), s_ticks[^1]).TotalSeconds);
        Series = [.. Enum.GetValues<OrderPath>().Select(path => new DeliverySeries(path, Lines(path, 50), Lines(path, 95)))];
        Labels = Spread(Enum.GetValues<OrderPath>().SelectMany(path => new[] { LabelOf(path, 95), LabelOf(path, 50) }).OfType<DeliveryLabel>().OrderBy(label => label.Y).ToList());
    }

    /// <summary>True when nothing was delivered in any of the hours.</summary>
    public bool IsEmpty { get; }

    public IReadOnlyList<DeliverySeries> Series { get; }

    /// <summary>At the lines' ends, from top to bottom, none on another.</summary>
    public IReadOnlyList<DeliveryLabel> Labels { get; }

    public IEnumerable<(double Y, string Label)> Ticks => s_ticks.Where(tick => Math.Log(tick.TotalSeconds) >= _least - 0.001 && Math.Log(tick.TotalSeconds) <= _most + 0.001).Select(tick => (Y(tick), Label(tick)));

    /// <summary>Every sixth hour, counted back from the one that runs.</summary>
    public IEnumerable<(double X, DateTimeOffset Hour)> Marks => Enumerable.Range(0, _hours.Count).Where(i => (_hours.Count - 1 - i) % 6 == 0).Select(i => (X(i), _hours[i].Hour));

    public double X(int index) => _hours.Count == 1 ? Right : Left + ((Right - Left) * index / (_hours.Count - 1));

    private double Y(TimeSpan took) => Math.Clamp(Bottom - ((Bottom - Top) * (Math.Log(took.TotalSeconds) - _least) / (_most - _least)), Top, Bottom);

    /// <summary>An hour without a delivery breaks the line; a point alone is a short dash.</summary>
    private List<IReadOnlyList<(double X, double Y)>> Lines(OrderPath path, int percent)
    {
        var lines = new List<IReadOnlyList<(double X, double Y)>>();
        var line = new List<(double X, double Y)>();
        for (var i = 0; i < _hours.Count; i++)
        {
            if (_hours[i].Took(path, percent) is { } took)
            {
                line.Add((X(i), Y(took)));
                continue;
            }

            Close();
        }

        Close();
        return lines;

        void Close()
        {
            if (line.Count == 1)
                line = [(line[0].X - 4, line[0].Y), (line[0].X + 4, line[0].Y)];
            if (line.Count > 0)
                lines.Add(line);
            line = [];
        }
    }

    private DeliveryLabel? LabelOf(OrderPath path, int percent)
    {
        if (_hours.LastOrDefault(hour => hour.Took(path, percent) is not null)?.Took(path, percent) is not { } took)
            return null;
        var (name, time) = (PathWords.Of(path), took < TimeSpan.FromMinutes(1) ? Formats.Duration(took) : Formats.Age(took));
        return new DeliveryLabel(path, percent == 50 ? T($"{name} median {time}") : T($"{name} p95 {time}"), Y(took), percent == 50);
    }

    private static string Label(TimeSpan tick) => tick < TimeSpan.FromSeconds(1) ? Formats.Duration(tick) : Formats.Age(tick);

    private static List<DeliveryLabel> Spread(List<DeliveryLabel> labels)
    {
        for (var i = 1; i < labels.Count; i++)
            labels[i] = labels[i] with { Y = Math.Max(labels[i].Y, labels[i - 1].Y + LabelGap) };
        var floor = Bottom + 4;
        for (var i = labels.Count - 1; i >= 0; i--)
        {
            labels[i] = labels[i] with { Y = Math.Min(labels[i].Y, floor) };
            floor = labels[i].Y - LabelGap;
        }

        return labels;
    }
}

/// <summary>Pieces of a path's two lines; both have the same pieces.</summary>
internal sealed record DeliverySeries(OrderPath Path, IReadOnlyList<IReadOnlyList<(double X, double Y)>> Median, IReadOnlyList<IReadOnlyList<(double X, double Y)>> P95);

internal sealed record DeliveryLabel(OrderPath Path, string Text, double Y, bool IsMedian);
