namespace BackOffice.Core.Backends.Embedded.Workflows.Trial;

/// <summary>A clock that is put forward by hand. Its timers never fire: whoever puts it forward has the engine look at what is due.</summary>
internal sealed class JumpingClock(DateTimeOffset start) : TimeProvider
{
    private long _now = start.UtcTicks;

    public DateTimeOffset Now
    {
        get => new(Volatile.Read(ref _now), TimeSpan.Zero);
        set => Volatile.Write(ref _now, value.UtcTicks);
    }

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silent();

    private sealed class Silent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
