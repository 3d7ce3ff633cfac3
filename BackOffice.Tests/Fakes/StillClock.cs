namespace BackOffice.Tests.Fakes;

/// <summary>Stands still until it is moved; its timers run in real time, or never while <see cref="TimersStand"/>.</summary>
internal sealed class StillClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 23, 2, 41, 2, TimeSpan.Zero);

    public bool TimersStand { get; set; }

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        TimersStand ? base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) : base.CreateTimer(callback, state, dueTime, period);
}
