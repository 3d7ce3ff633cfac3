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
    private readonly SubjectLog _log = new(store, clock);

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
        var letters = await queues.DeadLettersAsync(queue, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);
        return letters.Select(letter => letter with { Body = Redaction.OfJson(letter.Body.Span) }).ToList();
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
            var written = await orders.ChangeAsync(
                order,
                draft =>
                {
                    draft.Publish(OrderEvents.MessageRedriven(draft.Head, command.Queue, clock.GetUtcNow()));
                    return Record(draft, command.CommandId, "redrive-dead-letter", AuditActions.DeadLetterRedriven, command.Reason, NoteOf(command.Queue, letter), actor);
                },
                cancellationToken).ConfigureAwait(false);
            if (written.Error is { } error)
                return error;
            version = written.Value.Version;
        }

        await queues.RedriveAsync(command.Queue, command.Id, CancellationToken.None).ConfigureAwait(false);
        return new CommandOutcome(order, version, "The message is in its queue again.", repeated);
    }

    public async Task<Result<CommandOutcome>> DiscardAsync(DiscardDeadLetter command, Actor actor, CancellationToken cancellationToken)
    {
        Sentence said = "The message is deleted.";
        if (actor.Lacks(Permission.QueuesDiscard) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return invalid;
        var letter = (await queues.DeadLettersAsync(command.Queue, Shown, cancellationToken).ConfigureAwait(false)).FirstOrDefault(candidate => candidate.Id == command.Id);
        var holders = await store.FindAsync(KeyClasses.Command, command.CommandId, prefix: false, 1, cancellationToken).ConfigureAwait(false);
        if (letter is null)
        {
            return holders.Count > 0
                ? new CommandOutcome(new OrderId(holders[0].Name), 0, said, Repeated: true)
                : new NotFound("dead-letter.not-found", "The message is not among the dead letters any more: somebody moved it, or it never was there.");
        }

        var version = 0L;
        if (holders.Count == 0)
        {
            var recorded = await RecordDiscardAsync(letter, command, actor, cancellationToken).ConfigureAwait(false);
            if (recorded.Error is { } error)
                return error;
            version = recorded.Value;
        }

        await queues.DiscardAsync(command.Queue, command.Id, CancellationToken.None).ConfigureAwait(false);
        return PipelineMetrics.Command<CommandOutcome>("discard-dead-letter", new CommandOutcome(new OrderId(letter.Key), version, said, holders.Count > 0));
    }

    /// <summary>The order's version; 0 when the entry is on the queue's own chain, because there is no such order or it cannot be read.</summary>
    private async Task<Result<long>> RecordDiscardAsync(DeadLetter letter, DiscardDeadLetter command, Actor actor, CancellationToken cancellationToken)
    {
        try
        {
            var written = await orders.ChangeAsync(
                new OrderId(letter.Key),
                draft => Record(draft, command.CommandId, "discard-dead-letter", AuditActions.DeadLetterDiscarded, command.Reason, NoteOf(command.Queue, letter), actor),
                cancellationToken).ConfigureAwait(false);
            if (written.Error is not NotFound)
                return written.Map(head => head.Version);
        }
        catch (Exception failure) when (Loops.IsDamage(failure))
        {
            // Damaged, which may be why it was given up: the queue's own chain tells it.
        }

        var logged = await _log.RecordAsync(
            new SubjectId("queue/" + command.Queue), actor, AuditActions.DeadLetterDiscarded, command.CommandId, command.Reason, [new AuditChange("key", letter.Key, null)],
            NoteOf(command.Queue, letter), cancellationToken).ConfigureAwait(false);
        return logged.Map(_ => 0L);
    }

    private Error? Record(OrderDraft draft, string commandId, string command, string action, string reason, string note, Actor actor)
    {
        var now = clock.GetUtcNow();
        draft.AddKey(KeyClasses.Command, commandId, unique: true);
        draft.Put(new CommandRow
        {
            CommandId = commandId, Command = command, ActorId = actor.Id, ActorName = actor.Name, At = now, State = CommandState.Accepted, Outcome = action[(action.IndexOf('.', StringComparison.Ordinal) + 1)..],
        });
        draft.Audit(actor, action, now, commandId, reason, note: note);
        return null;
    }

    private static string NoteOf(string queue, DeadLetter letter) => FormattableString.Invariant($"{queue}, given up after {letter.Receives} tries: {letter.Reason}");
}
