namespace BackOffice.Interaction;

/// <summary>The one short message at the foot of the page: what a command did. MudBlazor's snackbar prints style tags, which the content security policy forbids.</summary>
public sealed class Toasts(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_shown = TimeSpan.FromSeconds(10);

    private ITimer? _timer;

    public event Action? Changed;

    /// <summary>What is shown now, or null.</summary>
    public string? Text { get; private set; }

    /// <summary>Shows a plain sentence for ten seconds, in place of the one before.</summary>
    public void Show(string text)
    {
        Text = text;
        _timer?.Dispose();
        var hide = Language.Keep(Hide);
        _timer = clock.CreateTimer(_ => hide(), null, s_shown, Timeout.InfiniteTimeSpan);
        Changed?.Invoke();
    }

    public void Hide()
    {
        Text = null;
        Changed?.Invoke();
    }

    public void Dispose() => _timer?.Dispose();
}
