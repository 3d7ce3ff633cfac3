using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Pipeline;

/// <param name="Queue">Its name.</param>
/// <param name="Id">Of the message.</param>
/// <param name="CommandId">1 to 64 letters, digits, dashes or underscores.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record RedriveDeadLetter(string Queue, long Id, string CommandId, string Reason);

/// <inheritdoc cref="IQueueDesk"/>
public sealed class DeadLetters(IQueues queues, IStore store, OrderWriter orders, TimeProvider clock) : IQueueDesk
{
    private const int Shown = 1_000;

    public async Task<Result<IReadOnlyList<QueueState>>> StatesAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.QueuesRead) is { } forbidden)
            return forbidden;
        return (await queues.StatesAsync(cancellationToken).ConfigureAwait(false)).ToList();
    }

    public async Task<Result<IReadOnlyList<DeadLetter>>> DeadLettersAsync(string queue, int limit, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.QueuesRead) is { } forbidden)
            return forbidden;
        return (await queues.DeadLettersAsync(queue, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false)).ToList();
    }

    public async Task<Result<CommandOutcome>> RedriveAsync(RedriveDeadLetter command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.QueuesRedrive) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return invalid;
        var letters = await queues.DeadLettersAsync(command.Queue, Shown, cancellationToken).ConfigureAwait(false);
        var letter = letters.FirstOrDefault(candidate => candidate.Id == command.Id);
        var holders = await store.FindAsync(KeyClasses.Command, command.CommandId, prefix: false, 1, cancellationToken).ConfigureAwait(false);
        var repeated = holders.Count > 0;
        if (letter is null)
        {
            return repeated
                ? new CommandOutcome(new OrderId(holders[0].Name), 0, "The message is in its queue again.", Repeated: true)
                : new NotFound("dead-letter.not-found", "The message is not among the dead letters any more: somebody moved it, or it never was there.");
        }

        var order = new OrderId(letter.Key);
        var version = 0L;
        if (!repeated)
        {
            var written = await orders.ChangeAsync(order, draft => Record(draft, letter, command, actor), cancellationToken).ConfigureAwait(false);
            if (written.Error is { } error)
                return error;
            version = written.Value.Version;
        }

        await queues.RedriveAsync(command.Queue, command.Id, CancellationToken.None).ConfigureAwait(false);
        return new CommandOutcome(order, version, "The message is in its queue again.", repeated);
    }

    private Error? Record(OrderDraft draft, DeadLetter letter, RedriveDeadLetter command, Actor actor)
    {
        var now = clock.GetUtcNow();
        draft.AddKey(KeyClasses.Command, command.CommandId, unique: true);
        draft.Put(new CommandRow
        {
            CommandId = command.CommandId, Command = "redrive-dead-letter", ActorId = actor.Id, ActorName = actor.Name, At = now, State = CommandState.Accepted,
            Outcome = "redriven",
        });
        draft.Audit(
            actor, AuditActions.DeadLetterRedriven, now, command.CommandId, command.Reason,
            note: $"{command.Queue}, given up after {letter.Receives} tries: {letter.Reason}");
        draft.Publish(OrderEvents.MessageRedriven(draft.Head, command.Queue, now));
        return null;
    }
}
