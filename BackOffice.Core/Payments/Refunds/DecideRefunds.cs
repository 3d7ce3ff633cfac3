using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>People's words on a case: approve, reject, cancel, go on, close. The checker is never the maker, and approves the preview that was asked for or nothing.</summary>
public sealed class DecideRefunds(
    OrderWriter orders, RefundBudgets budgets, RefundRunner runner, RefundPolicy policy, PipelineOptions options, TimeProvider clock)
{
    private static readonly Rejected s_changed = new("refund.changed", "It would do something else by now.");

    public async Task<Result<RefundOutcome>> ApproveAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken)
    {
        Refund? after = null;
        Sentence? why = null;
        var written = await orders.ChangeAsync(command.Order, draft => Approve(draft, command, actor, out after, out why), cancellationToken).ConfigureAwait(false);
        if (ReferenceEquals(written.Error, s_changed))
        {
            await runner.ExpireAsync(command.Order, command.RefundId, why?.ToString() ?? "", cancellationToken).ConfigureAwait(false);
            return new Conflict("refund.preview-changed", $"{why} The case has ended; look at a new preview and ask again.");
        }

        return await DoneAsync(command, written, after, cancellationToken).ConfigureAwait(false);
    }

    private Error? Approve(OrderDraft draft, DecideRefund command, Actor actor, out Refund? after, out Sentence? why)
    {
        why = null;
        var (refund, error) = Find(draft, command, out after);
        if (refund is null)
            return error;
        var now = clock.GetUtcNow();
        if (refund.State is not RefundState.PendingApproval)
            return NotWaiting(refund);
#if DEBUG
        if (SeededBugs.Is(SeededBugs.ApprovalOfAnything))
            command = command with { PreviewHash = refund.PreviewHash };
        if (SeededBugs.Is(SeededBugs.MakerApproves) && actor.Id == refund.RequestedBy.Id)
            refund = refund with { RequestedBy = refund.RequestedBy with { Id = refund.RequestedBy.Id + "?" } };
#endif
        if (actor.Id == refund.RequestedBy.Id)
            return new Forbidden(RolePermissions.NameOf(Permission.RefundsApprove), "Who asked for a refund does not approve it; somebody else with refunds:approve does.");
        if (refund.Approvals.Any(approval => approval.By.Id == actor.Id))
            return new Forbidden(RolePermissions.NameOf(Permission.RefundsApprove), "You approved it already; a second person with refunds:approve is needed.");
        if (policy.SignIn.CheckApproval(actor, !policy.Lead.Allows(refund.Total, refund.Miles), now) is { } again)
            return again;
        if (command.PreviewHash != refund.PreviewHash)
            return new Conflict("refund.preview-changed", "That is not the preview this case was asked for. Look at it again.");
        why = refund.ExpiresAt <= now ? (Sentence)"Nobody approved it in time."
            : refund.PolicyVersion != policy.Version ? (Sentence)"The refund policy changed since it was asked for."
            : RefundPlanner.Plan(draft, refund.Ask, policy, refund.RefundId, now) is var plan && !plan.IsSuccess ? plan.Error.Said
            : plan.Value.Preview.Hash != refund.PreviewHash ? (Sentence)"The order changed since it was asked for."
            : null;
        if (why is not null)
            return s_changed;
        var approved = refund with { Approvals = [.. refund.Approvals, new RefundApproval(new RefundPerson(actor.Id, actor.Name), now, command.Reason)] };
        var enough = RefundApprovals.AreEnough(approved);
        if (enough)
            approved = approved with { State = RefundState.Approved, LookAt = now };
        Note(draft, command, actor, AuditActions.RefundApproved, approved, enough ? "Approved" : "Approved In Part", now);
        after = approved;
        if (!enough)
            return null;
        switch (RefundStart.Begin(draft, approved, policy, options, now))
        {
            case null:
                after = draft.Refunds().First(candidate => candidate.RefundId == refund.RefundId);
                return null;
            case Conflict when draft.Head.Refunds?.Running is null:
                return null;
            case var refused:
                return refused;
        }
    }

    /// <summary>Rejects or cancels. A case that runs cannot be called back; one that stopped before money was sent can.</summary>
    public async Task<Result<RefundOutcome>> EndAsync(DecideRefund command, RefundState end, Actor actor, CancellationToken cancellationToken)
    {
        Refund? after = null;
        var written = await orders.ChangeAsync(
            command.Order,
            draft =>
            {
                var (refund, error) = Find(draft, command, out after);
                if (refund is null)
                    return error;
                if (end is RefundState.Cancelled && actor.Id != refund.RequestedBy.Id && actor.Lacks(Permission.RefundsApprove) is { } forbidden)
                    return forbidden;
                var idle = refund.State is RefundState.NeedsAttention && refund.Legs.Where(leg => leg.IsValue).All(leg => leg.State is LegState.Planned)
                    // What is undone stays undone: an order without its vouchers is not processed any more.
                    && !(refund.Ask.Kind is RefundKind.Unwind && refund.Legs.Any(leg => leg.State is LegState.Succeeded));
                if (!refund.IsWaiting && !(idle && end is RefundState.Cancelled))
                    return NotWaiting(refund);
                var now = clock.GetUtcNow();
                after = refund with { State = end, ClosedAt = now, Outcome = $"{actor.Name}: {command.Reason}", LookAt = null };
                var (action, word) = end is RefundState.Rejected ? (AuditActions.RefundRejected, "Rejected") : (AuditActions.RefundCancelled, "Cancelled");
                Note(draft, command, actor, action, after, word, now);
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        if (written.IsSuccess && after is { BudgetDay: { } day })
            await budgets.GiveBackAsync(after.RequestedBy.Id, day, after.RefundId, CancellationToken.None).ConfigureAwait(false);
        return await DoneAsync(command, written, after, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Result<RefundOutcome>> RetryAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken)
    {
        Refund? after = null;
        var written = await orders.ChangeAsync(
            command.Order,
            draft =>
            {
                var (refund, error) = Find(draft, command, out after);
                if (refund is null)
                    return error;
                if (refund.Level is not RefundApprovalLevel.None && actor.Lacks(Permission.RefundsApprove) is { } forbidden)
                    return forbidden;
                if (refund.State is not RefundState.NeedsAttention)
                    return new Conflict("refund.not-stopped", $"The case is {refund.State}; only one that needs attention is tried again.");
                if (refund.Ask.Kind is RefundKind.Unwind && actor.Lacks(Permission.OrdersUnwind) is { } notUnwind)
                    return notUnwind;
                if (refund.Ask.Kind is not RefundKind.Unwind && RefundRules.Blocked(draft.Head) is { } blocked)
                    return blocked;
                var now = clock.GetUtcNow();
                draft.Put(Row(command, actor, "retry-refund", now));
                draft.Audit(actor, AuditActions.RefundRetried, now, command.CommandId, command.Reason, note: $"Refund {refund.RefundId}.");
                if (RefundStart.Again(draft, refund, options, now) is { } refused)
                    return refused;
                after = draft.Refunds().First(candidate => candidate.RefundId == refund.RefundId);
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        return await DoneAsync(command, written, after, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends an unwinding that stopped and of which nothing is left; nothing is sent and no amount moves.</summary>
    public async Task<Result<RefundOutcome>> CloseAsync(DecideRefund command, Actor actor, CancellationToken cancellationToken)
    {
        Refund? after = null;
        var written = await orders.ChangeAsync(
            command.Order,
            draft =>
            {
                var (refund, error) = Find(draft, command, out after);
                if (refund is null)
                    return error;
                if (refund is not { Ask.Kind: RefundKind.Unwind, State: RefundState.NeedsAttention })
                    return new Conflict("unwind.not-stopped", $"The case is {refund.State}; only the undoing of an order that stopped is closed by hand.");
                if (RefundRules.Busy(draft.Head) is { } busy)
                    return new Conflict("refund.busy", busy);
                if (Unwinding.UnwindRemainder.Of(draft) is { } left)
                    return new Rejected("unwind.left", left);
                var now = clock.GetUtcNow();
                after = refund with { State = RefundState.Closed, ClosedAt = now, Outcome = $"{actor.Name}: {command.Reason}", LookAt = null };
                Note(draft, command, actor, AuditActions.UnwindClosed, after, "Closed", now);
                Unwinding.UnwindRules.Close(draft, now);
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        return await DoneAsync(command, written, after, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The case to decide on; null with the error that stops, <see cref="CommandChecks.Repeated"/> when this command was done.</summary>
    private static (Refund? Refund, Error? Error) Find(OrderDraft draft, DecideRefund command, out Refund? known)
    {
        known = draft.Refunds().FirstOrDefault(refund => refund.RefundId == command.RefundId);
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return (null, invalid);
        if (known is null)
            return (null, new NotFound("refund.not-found", $"Order {command.Order} has no refund {command.RefundId}."));
        if (draft.Commands().Any(row => row.CommandId == command.CommandId))
            return (null, CommandChecks.Repeated);
        return draft.Head.Version == command.ExpectedVersion ? (known, null) : (null, CommandChecks.Stale(draft, command.ExpectedVersion));
    }

    private static Conflict NotWaiting(Refund refund)
    {
        var last = refund.Approvals.Count == 0 ? null : refund.Approvals[^1];
        var said = refund.Outcome is { Length: > 0 } outcome ? (Sentence)$"The case is {refund.State} already. {outcome}" : (Sentence)$"The case is {refund.State} already.";
        return new Conflict("refund.not-waiting", said, last?.By.Name, last?.At ?? refund.ClosedAt);
    }

    private static void Note(OrderDraft draft, DecideRefund command, Actor actor, string action, Refund after, string word, DateTimeOffset now)
    {
        draft.Put(after);
        draft.Put(Row(command, actor, action, now));
        draft.Audit(actor, action, now, command.CommandId, command.Reason, note: $"Refund {after.RefundId} of {after.Total}, preview {after.PreviewHash[..12]}.");
        draft.Publish(RefundEvents.Of(draft.Head, after, word, now));
    }

    private static CommandRow Row(DecideRefund command, Actor actor, string name, DateTimeOffset now) => new()
    {
        CommandId = command.CommandId, Command = name, ActorId = actor.Id, ActorName = actor.Name, At = now, State = CommandState.Accepted, Outcome = command.RefundId,
    };

    private async Task<Result<RefundOutcome>> DoneAsync(DecideRefund command, Result<OrderHead> written, Refund? after, CancellationToken cancellationToken)
    {
        var repeated = ReferenceEquals(written.Error, CommandChecks.Repeated);
        if (after is null || !written.IsSuccess && !repeated)
            return written.Error ?? new Rejected("refund.nothing", "Nothing was written.");
        if (after.State is RefundState.Running)
            await runner.TellEngineAsync(command.Order, cancellationToken).ConfigureAwait(false);
        return new RefundOutcome(command.Order, command.RefundId, after.State, written.IsSuccess ? written.Value.Version : 0, RequestRefunds.Words(after), repeated);
    }
}
