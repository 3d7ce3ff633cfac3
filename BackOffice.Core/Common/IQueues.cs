namespace BackOffice.Core.Common;

/// <summary>Durable queues with SQS's promises: at least once, invisible while somebody works on it, dead letters after so many tries.</summary>
public interface IQueues
{
    /// <summary>
    /// Moves outbox records of a topic that no earlier call moved into the queue of that name, in one transaction with the reader's position.
    /// Returns how many; 0 when nothing is left.
    /// </summary>
    Task<int> RelayAsync(string topic, int limit, CancellationToken cancellationToken);

    /// <summary>Returns when the outbox may hold records of the topic that are not relayed yet, or when the time is over.</summary>
    Task WaitForOutboxAsync(string topic, TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> messages that become invisible for the given time; waits until one is there or a second has passed.</summary>
    Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int limit, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>The work is done and durable: the message goes. Receipts of an earlier delivery are ignored.</summary>
    Task AcknowledgeAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken);

    /// <summary>Visible again after the delay, with the reason kept; after <paramref name="maxReceives"/> tries it becomes a dead letter.</summary>
    Task ReleaseAsync(string queue, QueueMessage message, TimeSpan delay, int maxReceives, string reason, CancellationToken cancellationToken);

    Task<IReadOnlyList<QueueState>> StatesAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string queue, int limit, CancellationToken cancellationToken);

    /// <summary>Back into the queue with its receive count begun anew. False when it is not there any more.</summary>
    Task<bool> RedriveAsync(string queue, long id, CancellationToken cancellationToken);

    /// <summary>Deletes a dead letter for good. False when it is not there any more; a message that is not dead stays.</summary>
    Task<bool> DiscardAsync(string queue, long id, CancellationToken cancellationToken);
}

/// <param name="Id">Stays the same over redelivery.</param>
/// <param name="Key">The outbox event's key: the order id.</param>
/// <param name="Body">UTF-8 JSON of the event's detail.</param>
/// <param name="Receives">How often it was handed out, this time included.</param>
/// <param name="Receipt">Of this delivery alone.</param>
public sealed record QueueMessage(long Id, string Key, ReadOnlyMemory<byte> Body, int Receives, string Receipt);

public sealed record QueueState(string Queue, long Ready, long InFlight, long Dead, DateTimeOffset? OldestReady);

public sealed record DeadLetter(long Id, string Key, ReadOnlyMemory<byte> Body, int Receives, string Reason, DateTimeOffset At);
