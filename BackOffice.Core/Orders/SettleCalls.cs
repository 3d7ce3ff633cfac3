using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Orders;

/// <summary>
/// A person's evidence where no look-up can tell what became of a call of the order's own processing, or of a void, reissue or resend; until then the order
/// stands still and no refund of it may begin. The order, or the act, goes on as if the gateway had said it.
/// </summary>
public sealed class SettleCalls(OrderWriter orders, EffectLedger ledger, VoucherActs acts, Reconciler reconciler, TimeProvider clock)
{
    public async Task<Result<CommandOutcome>> SettleAsync(SettleCall command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.EffectsSettle) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(command.CommandId, command.Evidence) is { } invalid)
            return invalid;
        if (command.Happened && (string.IsNullOrWhiteSpace(command.Reference) || command.Reference.Length > 200))
            return new Invalid("reference", "The gateway's reference is needed: 1 to 200 characters.");
        string? operation = null;
        var written = await orders.ChangeAsync(command.Order, draft => Settle(draft, command, actor, out operation), cancellationToken).ConfigureAwait(false);
        var repeated = ReferenceEquals(written.Error, CommandChecks.Repeated);
        if (!written.IsSuccess && !repeated)
            return written.Error;
        if (operation is EffectKey.Checkout)
            await reconciler.GoOnAsync(command.Order, CancellationToken.None).ConfigureAwait(false);
        else if (operation is not null)
            await acts.AdvanceAsync(command.Order, operation).ConfigureAwait(false);
        Sentence said = command.Happened ? "It is recorded as done, on your word." : "It is recorded as not done, on your word.";
        return new CommandOutcome(command.Order, written.IsSuccess ? written.Value.Version : 0, said, repeated);
    }

    private Error? Settle(OrderDraft draft, SettleCall command, Actor actor, out string? operation)
    {
        var effect = draft.Effects().FirstOrDefault(known => known.Key.ToString() == command.EffectKey);
        operation = effect?.Key.Operation;
        if (effect is null)
            return new NotFound("effect.not-found", $"Order {command.Order} made no such call.");
        if (draft.Refunds().Any(refund => refund.RefundId == effect.Key.Operation))
            return new Rejected("effect.of-refund", "A call of a refund is settled with the refund.");
        if (draft.Commands().FirstOrDefault(row => row.CommandId == command.CommandId) is { } earlier)
            return earlier.Outcome == command.EffectKey ? CommandChecks.Repeated : new Conflict("command.id-reused", "Another command on this order has this id. Open the dialog again.");
        if (draft.Refunds().Any(refund => refund.RefundId == command.CommandId))
            return new Conflict("command.id-reused", "A refund has this id. Open the dialog again.");
        if (draft.Head.Version != command.ExpectedVersion)
            return CommandChecks.Stale(draft, command.ExpectedVersion);
        if (Closed(effect) is { } closed)
            return closed;
        if (command.Happened && effect.Kind is EffectKind.FraudScan)
            return new Rejected("effect.needs-verdict", "A fraud check that was made has a verdict, and only the fraud service can give it. Say that it did not happen, and retry: another check does no harm.");
        var now = clock.GetUtcNow();
        ledger.Settle(
            draft, effect,
            command.Happened
                ? new GatewaySucceeded(command.Reference ?? "")
                : new GatewayRefused(ErrorCodes.AttestedNotDone, $"{actor.Name} showed that it did not happen."),
            effect.Owner);
        draft.Put(new CommandRow
        {
            CommandId = command.CommandId, Command = "settle-call", ActorId = actor.Id, ActorName = actor.Name, At = now, State = CommandState.Accepted, Outcome = command.EffectKey,
        });
        draft.Audit(
            actor, AuditActions.EffectAttested, now, command.CommandId, command.Evidence,
            note: $"{effect.Key.Step}, unit {effect.Key.Unit} of {effect.Key.Operation}: {(command.Happened ? $"done, reference {command.Reference}" : "not done")}.");
        return null;
    }

    /// <summary>Null when a person may settle it. What the order's own processing has sent, or the gateway has taken, is answered without a person.</summary>
    private static Conflict? Closed(Effect effect) => effect.State switch
    {
        EffectState.Unknown => null,
        EffectState.Awaiting when effect.Key.Operation != EffectKey.Checkout => null,
        EffectState.Sent or EffectState.Awaiting or EffectState.Planned => new("effect.under-way", "The call is under way, and its answer may still come. There is nothing for a person to settle yet."),
        _ => new("effect.settled", "Its outcome is known by now: there is nothing for a person to settle."),
    };
}
