using System.Collections.Concurrent;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>
/// Durable queues in a file of the data folder, fed from the outbox in DynamoDB: one process owns the folder and the table, so the queues need no service of
/// their own. A message and the position up to which the outbox was read are one transaction of the file.
/// </summary>
public sealed class RelayedQueues(SqliteStore file, DynamoStore store, TimeProvider clock) : IQueues, IDisposable
{
    /// <summary>The file in the data folder.</summary>
    public const string FileName = "queues.db";

    private const int RecordsAtOnce = 500;
    private readonly SqliteQueues _queues = new(file, clock);
    private readonly ConcurrentDictionary<string, long> _lookedThrough = [];
    private readonly SemaphoreSlim _one = new(1);

    /// <inheritdoc/>
    public async Task<int> RelayAsync(string topic, int limit, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var records = await store.OutboxAsync(await AfterAsync(topic, cancellationToken).ConfigureAwait(false), RecordsAtOnce, cancellationToken).ConfigureAwait(false);
                if (records.Count == 0)
                    return 0;
                var ours = records.Where(record => record.Event.Topic == topic).Take(limit).ToList();
                var lookedThrough = ours.Count == limit ? ours[^1].Sequence : records[^1].Sequence;
                var now = clock.GetUtcNow().UtcTicks;
                var moved = await file.WriteAsync(session => QueueRows.TakeOver(session, topic, ours, lookedThrough, now), cancellationToken).ConfigureAwait(false);
                _lookedThrough[topic] = lookedThrough;
                if (moved > 0)
                    return moved;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async Task WaitForOutboxAsync(string topic, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = store.Signals.OfOutbox(topic).Next;
        var after = await AfterAsync(topic, cancellationToken).ConfigureAwait(false);
        if ((await store.Journal.StateAsync(cancellationToken).ConfigureAwait(false)).Outbox > after)
            return;
        try
        {
            await next.WaitAsync(atMost, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The time is over.
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int limit, TimeSpan visibility, CancellationToken cancellationToken) =>
        _queues.ReceiveAsync(queue, limit, visibility, cancellationToken);

    /// <inheritdoc/>
    public Task AcknowledgeAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) => _queues.AcknowledgeAsync(queue, messages, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(string queue, QueueMessage message, TimeSpan delay, int maxReceives, string reason, CancellationToken cancellationToken) =>
        _queues.ReleaseAsync(queue, message, delay, maxReceives, reason, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QueueState>> StatesAsync(CancellationToken cancellationToken) => _queues.StatesAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) => _queues.DeadLettersAsync(queue, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RedriveAsync(string queue, long id, CancellationToken cancellationToken) => _queues.RedriveAsync(queue, id, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(string queue, long id, CancellationToken cancellationToken) => _queues.DiscardAsync(queue, id, cancellationToken);

    public void Dispose() => _one.Dispose();

    private async Task<long> AfterAsync(string topic, CancellationToken cancellationToken) => Math.Max(
        await file.PositionAsync(QueueRows.PositionPrefix + topic, cancellationToken).ConfigureAwait(false), _lookedThrough.GetValueOrDefault(topic));
}
