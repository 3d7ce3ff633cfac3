using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Fulfilment;

/// <summary>A person's evidence where no look-up can tell what became of a void, reissue or resend; until then no refund of the order may begin.</summary>
public sealed class SettleVouchers(OrderWriter orders, EffectLedger ledger, VoucherActs acts, TimeProvider clock)
{
    public async Task<Result<CommandOutcome>> SettleAsync(SettleVoucherCall command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.EffectsSettle) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(command.CommandId, command.Evidence) is { } invalid)
            return invalid;
        if (command.Happened && command.Reference is not { Length: >= 1 and <= 200 })
            return new Invalid("reference", "The gateway's reference is needed: 1 to 200 characters.");
        string? operation = null;
        var written = await orders.ChangeAsync(command.Order, draft => Settle(draft, command, actor, out operation), cancellationToken).ConfigureAwait(false);
        var repeated = ReferenceEquals(written.Error, CommandChecks.Repeated);
        if (!written.IsSuccess && !repeated)
            return PipelineMetrics.Command<CommandOutcome>("settle-voucher-call", written.Error);
        if (operation is not null)
            await acts.AdvanceAsync(command.Order, operation).ConfigureAwait(false);
        Sentence said = command.Happened ? "It is recorded as done, on your word." : "It is recorded as not done, on your word.";
        return PipelineMetrics.Command<CommandOutcome>("settle-voucher-call", new CommandOutcome(command.Order, written.IsSuccess ? written.Value.Version : 0, said, repeated));
    }

    private Error? Settle(OrderDraft draft, SettleVoucherCall command, Actor actor, out string? operation)
    {
        var effect = draft.Effects().FirstOrDefault(known => known.Key.ToString() == command.EffectKey);
        operation = effect?.Key.Operation;
        if (effect is null)
            return new NotFound("effect.not-found", $"Order {command.Order} made no such call.");
        if (operation == EffectKey.Checkout)
            return new Rejected("effect.of-checkout", "A call of the order's own processing is looked up by retrying the order; it is not settled by hand.");
        if (draft.Refunds().Any(refund => refund.RefundId == effect.Key.Operation))
            return new Rejected("effect.of-refund", "A call of a refund is settled with the refund.");
        if (draft.Commands().FirstOrDefault(row => row.CommandId == command.CommandId) is { } earlier)
            return earlier.Outcome == command.EffectKey ? CommandChecks.Repeated : new Conflict("command.id-reused", "Another command on this order has this id. Open the dialog again.");
        if (draft.Refunds().Any(refund => refund.RefundId == command.CommandId))
            return new Conflict("command.id-reused", "A refund has this id. Open the dialog again.");
        if (draft.Head.Version != command.ExpectedVersion)
            return CommandChecks.Stale(draft, command.ExpectedVersion);
        if (effect.State is not (EffectState.Unknown or EffectState.Awaiting))
            return new Conflict("effect.settled", "Its outcome is known by now: there is nothing for a person to settle.");
        var now = clock.GetUtcNow();
        ledger.Settle(
            draft, effect,
            command.Happened
                ? new GatewaySucceeded(command.Reference ?? "")
                : new GatewayRefused(ErrorCodes.AttestedNotDone, $"{actor.Name} showed that it did not happen."),
            effect.Owner);
        draft.Put(new CommandRow
        {
            CommandId = command.CommandId, Command = "settle-voucher-call", ActorId = actor.Id, ActorName = actor.Name, At = now, State = CommandState.Accepted, Outcome = command.EffectKey,
        });
        draft.Audit(
            actor, AuditActions.EffectAttested, now, command.CommandId, command.Evidence,
            note: $"{effect.Key.Step}, unit {effect.Key.Unit} of {effect.Key.Operation}: {(command.Happened ? $"done, reference {command.Reference}" : "not done")}.");
        return null;
    }
}
