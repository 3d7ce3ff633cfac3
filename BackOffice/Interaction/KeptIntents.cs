using System.Collections.Concurrent;

namespace BackOffice.Interaction;

/// <summary>
/// What people were about to do when they were asked to sign in again: kept in memory for a quarter of an hour, for them alone, under the id of the command that
/// it will be. A server that is started again forgets it; the dialog is then filled in anew.
/// </summary>
public sealed class KeptIntents(TimeProvider clock)
{
    /// <summary>As long as a sign-in may take, and some.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    private const int Most = 1_000;

    private readonly ConcurrentDictionary<(string Actor, string Id), (object Intent, DateTimeOffset Until)> _kept = [];

    public void Keep(string actorId, string id, object intent)
    {
        var now = clock.GetUtcNow();
        foreach (var old in _kept.Where(pair => pair.Value.Until <= now).ToList())
            _kept.TryRemove(old.Key, out _);
        if (_kept.Count < Most)
            _kept[(actorId, id)] = (intent, now + KeptFor);
    }

    /// <summary>Null when nothing of the kind is kept of this person under this id.</summary>
    public T? Find<T>(string actorId, string? id)
        where T : class => id is not null && _kept.TryGetValue((actorId, id), out var kept) && kept.Until > clock.GetUtcNow() ? kept.Intent as T : null;

    /// <summary>It was done, or will not be.</summary>
    public void Forget(string actorId, string id) => _kept.TryRemove((actorId, id), out _);
}
