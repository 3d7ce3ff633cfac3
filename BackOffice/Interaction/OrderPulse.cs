namespace BackOffice.Interaction;

/// <summary>The beat of <see cref="OrderBeat"/> as one circuit hears it: not while its page is out of sight, and once when it comes back having missed any.</summary>
public sealed class OrderPulse(OrderBeat beat, ViewerPresence presence)
{
    /// <summary>Calls back on a pool thread, or on the circuit when the page comes back in sight, until the answer is disposed.</summary>
    public IDisposable Listen(Action onBeat) => new Listener(beat, presence, onBeat);

    private sealed class Listener : IDisposable
    {
        private readonly ViewerPresence _presence;
        private readonly Action _onBeat;
        private readonly IDisposable _beats;
        private int _missed;

        public Listener(OrderBeat beat, ViewerPresence presence, Action onBeat)
        {
            (_presence, _onBeat) = (presence, Language.Keep(onBeat));
            _presence.Shown += OnShown;
            _beats = beat.Listen(OnBeat);
        }

        public void Dispose()
        {
            _presence.Shown -= OnShown;
            _beats.Dispose();
        }

        private void OnBeat()
        {
            Volatile.Write(ref _missed, 1);
            if (!_presence.IsHidden)
                OnShown();
        }

        private void OnShown()
        {
            if (Interlocked.Exchange(ref _missed, 0) == 1)
                _onBeat();
        }
    }
}
