using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>A person's evidence where no look-up can tell: the only way but the gateway's own word out of Unknown.</summary>
public sealed class SettleRefunds(OrderWriter orders, EffectLedger ledger, RefundRunner runner, TimeProvider clock)
{
    public async Task<Result<RefundOutcome>> SettleAsync(SettleRefundLeg command, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandChecks.Of(command.CommandId, command.Evidence) is { } invalid)
            return invalid;
        if (command.Happened && command.Reference is not { Length: >= 1 and <= 200 })
            return new Invalid("reference", "The gateway's reference is needed: 1 to 200 characters.");
        Refund? after = null;
        var written = await orders.ChangeAsync(command.Order, draft => Settle(draft, command, actor, out after), cancellationToken).ConfigureAwait(false);
        var repeated = ReferenceEquals(written.Error, CommandChecks.Repeated);
        if (after is null || !written.IsSuccess && !repeated)
            return written.Error ?? new Rejected("refund.nothing", "Nothing was written.");
        await runner.TellSettledAsync(command.Order, cancellationToken).ConfigureAwait(false);
        return new RefundOutcome(
            command.Order, command.RefundId, after.State, written.IsSuccess ? written.Value.Version : 0,
            command.Happened ? "It is recorded as done, on your word." : "It is recorded as not done; the amount is free again.", repeated);
    }

    private Error? Settle(OrderDraft draft, SettleRefundLeg command, Actor actor, out Refund? after)
    {
        after = draft.Refunds().FirstOrDefault(refund => refund.RefundId == command.RefundId);
        if (after?.Legs.FirstOrDefault(candidate => candidate.LegId == command.LegId) is not { } leg)
            return new NotFound("refund.not-found", $"Order {command.Order} has no leg {command.LegId} of refund {command.RefundId}.");
        if (draft.Commands().Any(row => row.CommandId == command.CommandId))
            return CommandChecks.Repeated;
        if (draft.Head.Version != command.ExpectedVersion)
            return CommandChecks.Stale(draft, command.ExpectedVersion);
        var key = leg.KeyOf(draft.Head.Id, after.RefundId);
        if (draft.Newest(key) is not { State: EffectState.Unknown or EffectState.Awaiting } effect || effect.Key != key)
            return new Conflict("refund.leg-settled", $"{RefundLegs.Name(leg)} is {leg.State}: there is nothing for a person to settle.");
        var now = clock.GetUtcNow();
        ledger.Settle(
            draft, effect,
            command.Happened
                ? new GatewaySucceeded(command.Reference ?? "")
                : new GatewayRefused(ErrorCodes.AttestedNotDone, $"{actor.Name} showed that it did not happen."),
            effect.Owner);
        after = draft.Refunds().First(refund => refund.RefundId == command.RefundId);
        after = after.With(after.Legs.First(candidate => candidate.LegId == command.LegId) with { Evidence = command.Evidence });
        draft.Put(after);
        draft.Put(new CommandRow
        {
            CommandId = command.CommandId, Command = "settle-refund-leg", ActorId = actor.Id, ActorName = actor.Name, At = now, State = CommandState.Accepted, Outcome = command.LegId,
        });
        draft.Audit(
            actor, AuditActions.RefundLegAttested, now, command.CommandId, command.Evidence,
            note: $"Refund {command.RefundId}, {command.LegId}: {(command.Happened ? $"done, reference {command.Reference}" : "not done")}.");
        return null;
    }
}
