using System.Diagnostics.CodeAnalysis;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Orders;

/// <inheritdoc cref="IOrderCommands"/>
public sealed class OrderCommands(
    PlaceOrders place, RetryOrders retry, HoldDecisions holds, SettleCalls settlements, OrderWriter orders, TimeProvider clock) : IOrderCommands
{
    public async Task<Result<PlacedOrder>> PlaceAsync(PlaceOrder command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersWrite) is { } forbidden)
            return forbidden;
        if (command.IdempotencyKey is not { Length: >= 1 and <= 200 })
            return new Invalid("Idempotency-Key", "1 to 200 characters.");
        return await place.PlaceAsync(command, actor, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Result<RetryCheck>> CheckRetryAsync(OrderId order, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.OrdersRetry) is { } forbidden ? forbidden : await retry.CheckAsync(order, cancellationToken).ConfigureAwait(false);

    public async Task<Result<CommandOutcome>> RetryAsync(RetryOrder command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRetry) is { } forbidden)
            return forbidden;
        return CommandChecks.Of(command.CommandId, command.Reason) is { } invalid
            ? invalid
            : PipelineMetrics.Command("retry", await retry.RetryAsync(command, actor, cancellationToken).ConfigureAwait(false));
    }

    public async Task<Result<CommandOutcome>> DecideHoldAsync(DecideHold command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.HoldsDecide) is { } forbidden)
            return forbidden;
        return CommandChecks.Of(command.CommandId, command.Reason) is { } invalid
            ? invalid
            : PipelineMetrics.Command("decide-hold", await holds.DecideAsync(command, actor, cancellationToken).ConfigureAwait(false));
    }

    public async Task<Result<CommandOutcome>> SettleCallAsync(SettleCall command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("settle-call", await settlements.SettleAsync(command, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<CommandOutcome>> AddNoteAsync(AddNote command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.NotesWrite) is { } forbidden)
            return forbidden;
        if (string.IsNullOrWhiteSpace(command.Text) || command.Text.Length > 2_000)
            return new Invalid("text", "1 to 2,000 characters.");
        if (CommandChecks.Of(command.CommandId, "note") is { } invalid)
            return invalid;
        var repeated = false;
        var written = await orders.ChangeAsync(
            command.Order,
            draft =>
            {
                repeated = draft.Notes().Any(note => note.NoteId == command.CommandId);
                if (repeated)
                    return CommandChecks.Repeated;
                var now = clock.GetUtcNow();
                draft.Put(new Note
                {
                    NoteId = command.CommandId, At = now, ActorId = actor.Id, ActorName = actor.Name, Text = command.Text.Trim(), Pinned = command.Pinned,
                });
                draft.Audit(actor, AuditActions.NoteAdded, now, command.CommandId);
                draft.Publish(OrderEvents.NoteAdded(draft.Head, command.Pinned, now));
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        return written.IsSuccess || repeated
            ? new CommandOutcome(command.Order, written.IsSuccess ? written.Value.Version : 0, "The note is added.", repeated)
            : written.Error;
    }
}

/// <summary>What every command's form must hold.</summary>
internal static class CommandChecks
{
    /// <summary>Stops a change that was made already by the same command.</summary>
    public static readonly Rejected Repeated = new("command.repeated", "This command was done already.");

    public static Invalid? Of(string? commandId, string? reason)
    {
        var errors = new List<FieldError>();
        if (!IsId(commandId))
            errors.Add(WrongId("commandId"));
        if (string.IsNullOrWhiteSpace(reason))
            errors.Add(new("reason", "Say why: 1 to 500 characters."));
        if (reason?.Length > 500)
            errors.Add(new("reason", "At most 500 characters."));
        return errors.Count == 0 ? null : new Invalid(errors);
    }

    /// <summary>Of a command, or of a thing that the client names: 1 to 64 letters, digits, dashes or underscores. The word for the order's own effects is taken.</summary>
    public static bool IsId([NotNullWhen(true)] string? id) => id is { Length: >= 1 and <= 64 } && id != EffectKey.Checkout && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static FieldError WrongId(string field) => new(field, "1 to 64 letters, digits, dashes or underscores.");

    /// <summary>The order changed since the person saw it. Somebody is named only when they acted after that; else it has moved on by itself.</summary>
    public static Conflict Stale(OrderDraft draft, long seen)
    {
        var word = HeadlineWords.Of(draft.Head.Headline);
        return draft.Commands().Where(command => command.Version > seen).MaxBy(command => command.Version) is { } last
            ? new Conflict("order.version", $"The order changed while you looked at it: it is {word} now. Look again before you decide.", last.ActorName, last.At)
            : new Conflict("order.version", $"The order moved on while you looked at it: it is {word} now. Look again before you decide.");
    }
}
