using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Recording;

namespace BackOffice.Core.Routing.Analysis;

/// <summary>What one destination would get, as events go by.</summary>
internal sealed class DestinationTally(string name, DestinationOptions options)
{
    private readonly SortedDictionary<DateOnly, (int Before, int After)> _days = [];
    private readonly Busiest _before = new();
    private readonly Busiest _after = new();
    private readonly List<(string Cause, DateTimeOffset At)> _causesBefore = [];
    private readonly List<(string Cause, DateTimeOffset At)> _causesAfter = [];

    public string Name => name;

    /// <param name="e">The event.</param>
    /// <param name="before">How often the destination gets it with the rule as it is.</param>
    /// <param name="after">The same with the draft.</param>
    public void Add(RecordedEvent e, int before, int after)
    {
        if (before + after == 0)
            return;
        var day = DateOnly.FromDateTime(e.TakenAt.UtcDateTime);
        var count = _days.GetValueOrDefault(day);
        _days[day] = (count.Before + before, count.After + after);
        _before.Add(e.TakenAt, before);
        _after.Add(e.TakenAt, after);
        if (options.Kind is not DestinationKind.Zendesk)
            return;
        var cause = Cause.Of(e.Json, options.Groups);
        if (before > 0)
            _causesBefore.Add((cause, e.Time));
        if (after > 0)
            _causesAfter.Add((cause, e.Time));
    }

    public DestinationForecast Report() => new(
        name,
        [.. _days.Select(day => new DayForecast(day.Key, day.Value.Before, day.Value.After))],
        _before.Most,
        _after.Most,
        options.PerSecond * 60,
        options.Kind is DestinationKind.Zendesk ? Tickets(_causesBefore) : null,
        options.Kind is DestinationKind.Zendesk ? Tickets(_causesAfter) : null);

    private int Tickets(List<(string Cause, DateTimeOffset At)> causes) => Cause.Tickets(causes.OrderBy(cause => cause.At), options.QuietFor);

    /// <summary>Minutes come in order, so only the one that runs is counted.</summary>
    private sealed class Busiest
    {
        private long _minute;
        private int _count;

        public int Most { get; private set; }

        public void Add(DateTimeOffset at, int count)
        {
            var minute = at.UtcTicks / TimeSpan.TicksPerMinute;
            _count = minute == _minute ? _count + count : count;
            _minute = minute;
            Most = Math.Max(Most, _count);
        }
    }
}
