using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>
/// Writes a case. Within one person's limits and daily budget it is approved by being asked for, and starts in the same write; the money is reserved there or
/// the request is refused.
/// </summary>
public sealed class RequestRefunds(
    OrderWriter orders, RefundBudgets budgets, RefundRunner runner, RefundPolicy policy, PipelineOptions options, TimeProvider clock)
{
    private static readonly Rejected s_repeated = new("refund.repeated", "It was asked for already.");

    public async Task<Result<RefundOutcome>> RequestAsync(RequestRefund command, Actor actor, CancellationToken cancellationToken)
    {
        if (RefundChecks.Of(command) is { } invalid)
            return invalid;
        var seen = await orders.ReadAsync(command.Order, cancellationToken).ConfigureAwait(false);
        if (seen is null)
            return new NotFound("order.not-found", $"There is no order {command.Order}.");
        if (Known(seen, command) is { } known)
            return await RepeatedAsync(known, command, seen.Head.Version, cancellationToken).ConfigureAwait(false);
        var plan = Plan(seen, command);
        if (!plan.IsSuccess)
            return plan.Error;
        if (policy.SignIn.Check(actor, !policy.Lead.Allows(plan.Value.Preview.Total, plan.Value.Preview.Miles), clock.GetUtcNow()) is { } again)
            return again;
        string? budgetDay = null;
        if (IsOnOwnWord(plan.Value.Preview) && !policy.SignIn.NeedsAnother(actor))
        {
            var amounts = plan.Value.Preview is { Miles: { IsPositive: true } miles, Total: var cash } ? [cash, miles] : new[] { plan.Value.Preview.Total };
            var taken = await budgets.TakeAsync(actor.Id, command.RefundId, amounts, cancellationToken).ConfigureAwait(false);
            if (!taken.IsSuccess)
                return taken.Error;
            budgetDay = taken.Value;
        }

        Refund? written = null;
        var committed = await orders.ChangeAsync(command.Order, draft => Write(draft, command, actor, budgetDay, out written), cancellationToken).ConfigureAwait(false);
        if (committed.IsSuccess && written is not null)
        {
            await runner.TellEngineAsync(command.Order, CancellationToken.None).ConfigureAwait(false);
            return new RefundOutcome(command.Order, command.RefundId, written.State, committed.Value.Version, Words(written));
        }

        if (ReferenceEquals(committed.Error, s_repeated) && written is not null)
            return await RepeatedAsync(written, command, 0, cancellationToken).ConfigureAwait(false);
        await GiveBackAsync(command, actor, budgetDay, cancellationToken).ConfigureAwait(false);
        return committed.Error is Conflict { Code: "store.key-taken" }
            ? new Conflict("refund.id-reused", "Another order has a refund of this id. Open the dialog again.")
            : committed.Error ?? new Rejected("refund.nothing", "Nothing was written.");
    }

    private Error? Write(OrderDraft draft, RequestRefund command, Actor actor, string? budgetDay, out Refund? written)
    {
        written = Known(draft, command);
        if (written is not null)
            return s_repeated;
        if (draft.Commands().Any(row => row.CommandId == command.RefundId) || draft.Effects().Any(effect => effect.Key.Operation == command.RefundId))
            return new Conflict("refund.id-reused", "Another command on this order has this id. Open the dialog again.");
        var plan = Plan(draft, command);
        if (!plan.IsSuccess)
            return plan.Error;
        var now = clock.GetUtcNow();
        var (level, why) = (plan.Value.Preview.Level, plan.Value.Preview.LevelWhy);
        if (level is RefundApprovalLevel.None && policy.SignIn.NeedsAnother(actor))
            (level, why) = (RefundApprovalLevel.Lead, (Sentence)"Your identity provider does not say when you signed in: one other approves.");
        else if (IsOnOwnWord(plan.Value.Preview) && budgetDay is null)
            (level, why) = (RefundApprovalLevel.Lead, (Sentence)$"Your refunds of today reach {policy.DailyAlone.MostOf(plan.Value.Preview.Total)}: one other approves.");
        var refund = new Refund
        {
            RefundId = command.RefundId,
            Number = draft.Refunds().Count() + 1,
            Ask = command.Ask,
            RequestedBy = new RefundPerson(actor.Id, actor.Name),
            RequestedAt = now,
            State = level is RefundApprovalLevel.None ? RefundState.Approved : RefundState.PendingApproval,
            Lines = plan.Value.Lines,
            Total = plan.Value.Preview.Total,
            Miles = plan.Value.Preview.Miles,
            Legs = plan.Value.Legs,
            PreviewHash = plan.Value.Preview.Hash,
            PolicyVersion = policy.Version,
            Level = level,
            LevelWhy = why,
            ExpiresAt = now + policy.ApprovalLife,
            BudgetDay = budgetDay,
            LookAt = level is RefundApprovalLevel.None ? now : null,
        };
        draft.Put(refund);
        draft.AddKey(KeyClasses.Refund, refund.RefundId, unique: true);
        draft.Audit(
            actor, refund.Ask.Kind is RefundKind.Unwind ? AuditActions.UnwindRequested : AuditActions.RefundRequested, now, command.RefundId, command.Ask.Reason, note: string.Create(
                CultureInfo.InvariantCulture, $"{refund.Ask.Kind} of {refund.Amounts} ({refund.Ask.ReasonCode}), preview {refund.PreviewHash[..12]}, policy {refund.PolicyVersion}. {why}"));
        draft.Publish(RefundEvents.Of(draft.Head, refund, "Requested", now));
        written = refund;
        if (level is not RefundApprovalLevel.None)
            return null;
        switch (RefundStart.Begin(draft, refund, policy, options, now))
        {
            case null:
                written = draft.Refunds().First(candidate => candidate.RefundId == refund.RefundId);
                return null;
            // Something else has the order for a moment: it starts when that is over. Another refund would leave another preview behind, so that is said at once.
            case Conflict when draft.Head.Refunds?.Running is null && refund.Ask.Kind is not RefundKind.Unwind:
                return null;
            case var error:
                return error;
        }
    }

    /// <summary>What one person lets run counts against the day. An unwinding is no gift: it gives back what was taken for nothing.</summary>
    private static bool IsOnOwnWord(RefundPreview preview) => preview is { Level: RefundApprovalLevel.None, Kind: not RefundKind.Unwind };

    private Result<RefundPlan> Plan(OrderDraft draft, RequestRefund command)
    {
        var plan = RefundPlanner.Plan(draft, command.Ask, policy, null, clock.GetUtcNow());
        return plan.IsSuccess && plan.Value.Preview.Hash != command.PreviewHash
            ? new Conflict("refund.preview-changed", "The order or the policy changed since the preview. Look at the new preview before you ask again.")
            : plan;
    }

    private static Refund? Known(OrderDraft draft, RequestRefund command) => draft.Refunds().FirstOrDefault(refund => refund.RefundId == command.RefundId);

    /// <summary>The same again is the same case; whoever asks again may do what the first did not live to do.</summary>
    private async Task<Result<RefundOutcome>> RepeatedAsync(Refund known, RequestRefund command, long version, CancellationToken cancellationToken)
    {
        if (known.Ask.Hash() != command.Ask.Hash())
            return new Conflict("refund.id-reused", "This id was used for another refund. Open the dialog again.", known.RequestedBy.Name, known.RequestedAt);
        if (known.State is RefundState.Running)
            await runner.TellEngineAsync(command.Order, cancellationToken).ConfigureAwait(false);
        return new RefundOutcome(command.Order, command.RefundId, known.State, version, Words(known), Repeated: true);
    }

    /// <summary>Only what no case uses: another try of the same request may have written it.</summary>
    private async Task GiveBackAsync(RequestRefund command, Actor actor, string? day, CancellationToken cancellationToken)
    {
        if (day is null)
            return;
        var draft = await orders.ReadAsync(command.Order, cancellationToken).ConfigureAwait(false);
        if (draft is not null && Known(draft, command) is null)
            await budgets.GiveBackAsync(actor.Id, day, command.RefundId, cancellationToken).ConfigureAwait(false);
    }

    internal static string Words(Refund refund) => refund.State switch
    {
        RefundState.PendingApproval => $"It waits for approval. {refund.LevelWhy}",
        RefundState.Approved => "It is approved and starts as soon as nothing else works on the order.",
        RefundState.Running => $"{refund.Amounts} is on its way back.",
        RefundState.Succeeded => $"{refund.Amounts} went back.",
        RefundState.NeedsAttention => $"It needs a person. {refund.Outcome}",
        RefundState.Closed => "It is closed: what was left of it was undone or paid back otherwise.",
        RefundState.Rejected or RefundState.Cancelled or RefundState.Expired => $"It ended without moving money. {refund.Outcome}",
    };
}
