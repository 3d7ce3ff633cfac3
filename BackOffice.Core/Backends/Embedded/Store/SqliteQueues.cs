using System.Collections.Concurrent;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// Durable queues in the order store's file. Every change goes through the store's one writer, so that hand-outs and acknowledgements of many
/// workers share an fsync. A message's id is its place in the outbox. Throws <see cref="StoreOutage"/> when the disk fails.
/// </summary>
public sealed class SqliteQueues(SqliteStore store, TimeProvider clock) : IQueues
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    /// <summary>How far each topic was looked through, in memory: events of other topics in between need no write of their own.</summary>
    private readonly ConcurrentDictionary<string, long> _lookedThrough = [];

    /// <inheritdoc/>
    public async Task<int> RelayAsync(string topic, int limit, CancellationToken cancellationToken)
    {
        var lookedThrough = _lookedThrough.GetValueOrDefault(topic);
        var relayed = await store.WriteAsync(
            session => QueueRows.Relay(session, topic, limit, lookedThrough, clock.GetUtcNow().UtcTicks), cancellationToken)
            .ConfigureAwait(false);
        _lookedThrough.AddOrUpdate(topic, relayed.LookedThrough, (_, old) => Math.Max(old, relayed.LookedThrough));
        return relayed.Count;
    }

    /// <inheritdoc/>
    public async Task WaitForOutboxAsync(string topic, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = store.Signals.OfOutbox(topic).Next;
        var lookedThrough = _lookedThrough.GetValueOrDefault(topic);
        if (!await store.ReadAsync(database => QueueRows.OutboxHolds(database, topic, lookedThrough), cancellationToken).ConfigureAwait(false))
            await WaitAsync(next, atMost, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int limit, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var left = s_longestWait;
        while (true)
        {
            var added = store.Signals.Of(queue).Next;
            var visibleAt = await store.ReadAsync(database => QueueRows.NextVisible(database, queue), cancellationToken).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            if (visibleAt <= now.UtcTicks)
            {
                var taken = await store.WriteAsync(
                    session => QueueRows.Take(session, queue, limit, now.UtcTicks, (now + visibility).UtcTicks), cancellationToken).ConfigureAwait(false);
                if (taken.Count > 0)
                    return taken;
                continue; // another worker was faster
            }

            if (left <= TimeSpan.Zero)
                return [];
            var wait = visibleAt is { } at && at - now.UtcTicks < left.Ticks ? TimeSpan.FromTicks(at - now.UtcTicks) : left;
            left -= await WaitAsync(added, wait, cancellationToken).ConfigureAwait(false) ? clock.GetUtcNow() - now : wait;
        }
    }

    /// <inheritdoc/>
    public async Task AcknowledgeAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count > 0)
            await store.WriteAsync(session => QueueRows.Acknowledge(session.Database, queue, messages), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(
        string queue, QueueMessage message, TimeSpan delay, int maxReceives, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcTicks;
        await store.WriteAsync(
            session => QueueRows.Release(session, queue, message, now, now + Math.Max(0, delay.Ticks), maxReceives, reason),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<QueueState>> StatesAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcTicks;
        return store.ScanAsync(database => QueueRows.States(database, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(database => QueueRows.DeadLetters(database, queue, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RedriveAsync(string queue, long id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcTicks;
        return store.WriteAsync(session => QueueRows.Redrive(session, queue, id, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(string queue, long id, CancellationToken cancellationToken) =>
        store.WriteAsync(session => QueueRows.Discard(session.Database, queue, id), cancellationToken);

    /// <summary>True when signalled, false when the time is over.</summary>
    private async Task<bool> WaitAsync(Task signal, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(signal, Task.Delay(atMost, clock, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == signal;
    }
}
