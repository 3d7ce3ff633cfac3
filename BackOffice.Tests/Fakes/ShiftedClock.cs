namespace BackOffice.Tests.Fakes;

/// <summary>A clock that stands where the test puts it; its timers run in real time, so delays must be short.</summary>
public sealed class ShiftedClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
