using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Pipeline;

/// <summary>What a person sees of the queues and may do to what was given up. Every call checks the permission it names in its error.</summary>
public interface IQueueDesk
{
    /// <summary>Every queue that holds or held something, by name. Needs queues:read.</summary>
    Task<Result<IReadOnlyList<QueueState>>> StatesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Newest first, at most <paramref name="limit"/> (1 to 200); personal data and secrets in their bodies are masked. Needs queues:read.</summary>
    Task<Result<IReadOnlyList<DeadLetter>>> DeadLettersAsync(string queue, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Needs queues:redrive. NotFound <c>dead-letter.not-found</c> when it is not among the newest thousand any more. The audit entry is on the order's
    /// chain, in a commit before the message moves: a crash between the two leaves a message that can be moved again by the same command.
    /// </summary>
    Task<Result<CommandOutcome>> RedriveAsync(RedriveDeadLetter command, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the message for good; nothing is done for its order. Needs queues:discard. NotFound <c>dead-letter.not-found</c> as above. The audit entry comes first: on
    /// the order's chain, or on the queue's own where the message names no order that can be read.
    /// </summary>
    Task<Result<CommandOutcome>> DiscardAsync(DiscardDeadLetter command, Actor actor, CancellationToken cancellationToken);
}
