namespace BackOffice.Interaction;

/// <summary>
/// One second hand a circuit, for ages and countdowns; it stands still while nobody listens and while the page is out of sight, and ticks once when it comes
/// back.
/// </summary>
public sealed class Ticker : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly ViewerPresence _presence;
    private readonly Lock _gate = new();
    private Action? _listeners;
    private Action<Action>? _conductor;
    private ITimer? _timer;

    public Ticker(TimeProvider clock, ViewerPresence presence)
    {
        (_clock, _presence) = (clock, presence);
        _presence.Shown += OnShown;
    }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Calls back each second until the answer is disposed: on a pool thread, or where the conductor of the circuit does it.</summary>
    public IDisposable Listen(Action onTick)
    {
        onTick = Language.Keep(onTick);
        lock (_gate)
        {
            _listeners += onTick;
            _timer ??= _clock.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        return new Listener(this, onTick);
    }

    /// <summary>Lets <paramref name="conductor"/> run the listeners of each tick, all in one call, so that fifty ages that change become one rendering.</summary>
    public void Conduct(Action<Action>? conductor)
    {
        lock (_gate)
            _conductor = conductor;
    }

    public void Dispose()
    {
        _presence.Shown -= OnShown;
        lock (_gate)
        {
            _listeners = null;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void OnShown() => Tick();

    private void Tick()
    {
        if (_presence.IsHidden)
            return;
        (Action? Listeners, Action<Action>? Conductor) now;
        lock (_gate)
            now = (_listeners, _conductor);
        if (now.Listeners is not null && now.Conductor is not null)
            now.Conductor(now.Listeners);
        else
            now.Listeners?.Invoke();
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
