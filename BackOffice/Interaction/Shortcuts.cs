namespace BackOffice.Interaction;

/// <summary>Keys that the page in view answers: <c>c</c>, <c>r</c>, <c>n</c>. The layout hears them from the browser and passes them on; <see cref="ShortcutGroups"/> explains them.</summary>
public sealed class Shortcuts
{
    private readonly List<(string Key, Func<Task> Act)> _keys = [];

    /// <summary>Answers a key until disposed; the newest listener wins.</summary>
    /// <param name="key">As the browser names it: <c>c</c>, <c>X</c> for Shift and x, <c>[</c>, <c>.</c>.</param>
    /// <param name="act">On the circuit's own thread.</param>
    public IDisposable On(string key, Func<Task> act)
    {
        var entry = (key, act);
        _keys.Add(entry);
        return new Entry(() => _keys.Remove(entry));
    }

    public Task PressAsync(string key) => _keys.FindLast(entry => entry.Key == key).Act?.Invoke() ?? Task.CompletedTask;

    private sealed class Entry(Action forget) : IDisposable
    {
        public void Dispose() => forget();
    }
}
