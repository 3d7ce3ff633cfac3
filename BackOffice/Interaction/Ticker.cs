namespace BackOffice.Interaction;

/// <summary>One second hand a circuit, for ages and countdowns; it stands still while nobody listens.</summary>
public sealed class Ticker(TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private Action? _listeners;
    private ITimer? _timer;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Calls back each second on a pool thread, in the listener's language, until the answer is disposed.</summary>
    public IDisposable Listen(Action onTick)
    {
        onTick = Language.Keep(onTick);
        lock (_gate)
        {
            _listeners += onTick;
            _timer ??= clock.CreateTimer(_ => Volatile.Read(ref _listeners)?.Invoke(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        return new Listener(this, onTick);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _listeners = null;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Forget(Action onTick)
    {
        lock (_gate)
        {
            _listeners -= onTick;
            if (_listeners is not null)
                return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private sealed class Listener(Ticker ticker, Action onTick) : IDisposable
    {
        public void Dispose() => ticker.Forget(onTick);
    }
}
