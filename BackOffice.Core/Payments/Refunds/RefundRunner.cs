using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>
/// Has cases run and keeps them running: starts what is approved, tells the engine what a lost process did not, wakes the task that waits for an outcome, and
/// lets what nobody approved expire. It decides nothing about money: the steps and the ledger do.
/// </summary>
public sealed class RefundRunner(
    OrderWriter orders, EffectLedger ledger, IWorkflows workflows, IActivityTasks tasks, RefundBudgets budgets, RefundPolicy policy, PipelineOptions options, TimeProvider clock)
{
    /// <summary>After so many redrives of an execution operations is told too. It is set going again all the same, ever more rarely: the order is the case's until it ends.</summary>
    public const int MaxRedrives = 5;

    private static readonly TimeSpan s_longestLook = TimeSpan.FromMinutes(15);
    private static readonly Rejected s_nothing = new("refund.nothing", "Nothing to write.");
    private static readonly Actor s_actor = Actor.System("refunds");

    /// <summary>Everything the order's cases need now; safe to repeat at any time.</summary>
    public async Task LookAsync(OrderId order, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        foreach (var refund in draft?.Refunds().ToList() ?? [])
        {
            switch (refund.State)
            {
                case RefundState.PendingApproval or RefundState.Approved when refund.ExpiresAt <= clock.GetUtcNow():
                    await ExpireAsync(order, refund.RefundId, "Nobody approved it in time.", cancellationToken).ConfigureAwait(false);
                    break;
                case RefundState.Approved:
                    await StartAsync(order, refund.RefundId, cancellationToken).ConfigureAwait(false);
                    break;
                case RefundState.Running:
                    await LookAfterAsync(order, refund, cancellationToken).ConfigureAwait(false);
                    break;
                case RefundState.PendingApproval or RefundState.Succeeded or RefundState.NeedsAttention or RefundState.Rejected or RefundState.Cancelled or RefundState.Expired or RefundState.Closed:
                    break;
            }
        }
    }

    /// <summary>An approved case that could not start at once: starts it, waits on, or lets it expire because it would do something else by now.</summary>
    private async Task StartAsync(OrderId order, string refundId, CancellationToken cancellationToken)
    {
        string? voided = null;
        var written = await orders.ChangeAsync(
            order,
            draft =>
            {
                voided = null;
                if (Find(draft, refundId) is not { State: RefundState.Approved } refund)
                    return s_nothing;
                switch (RefundStart.Begin(draft, refund, policy, options, clock.GetUtcNow()))
                {
                    case null:
                        return null;
                    case Conflict:
                        draft.Put(refund with { LookAt = clock.GetUtcNow() + RefundStart.FirstLook(options) });
                        return null;
                    case var error:
                        voided = error.Message;
                        return s_nothing;
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (voided is not null)
            await ExpireAsync(order, refundId, voided, cancellationToken).ConfigureAwait(false);
        else if (written.IsSuccess)
            await TellEngineAsync(order, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the engine of the case that owns the order. The case is on disk: should this be lost, the next look tells it again.</summary>
    public async Task TellEngineAsync(OrderId order, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        if (draft?.Refunds().FirstOrDefault(refund => refund.State is RefundState.Running) is { Execution: { } execution } running)
        {
            var (definition, input) = running.Ask is { Kind: RefundKind.Unwind, Executions: { } executions }
                ? (ShippedDefinitions.UnwindOrder, JsonSerializer.Serialize(new UnwindInput(order.Value, running.RefundId, executions), PipelineJson.Default.UnwindInput))
                : (ShippedDefinitions.RefundOrder, JsonSerializer.Serialize(new RefundInput(order.Value, running.RefundId), PipelineJson.Default.RefundInput));
            _ = await workflows.StartAsync(definition, execution, input, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Wakes the task that waits for outcomes, when all are there.</summary>
    public async Task TellSettledAsync(OrderId order, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        if (draft?.Refunds().FirstOrDefault(refund => refund.State is RefundState.Running) is { Token: { } token } refund && !RefundFlow.Waits(refund))
            _ = await tasks.SucceedAsync(token, RefundFlow.OutputOf(refund), CancellationToken.None).ConfigureAwait(false);
    }

    internal async Task ExpireAsync(OrderId order, string refundId, string why, CancellationToken cancellationToken)
    {
        Refund? expired = null;
        var written = await orders.ChangeAsync(
            order,
            draft =>
            {
                if (Find(draft, refundId) is not { IsWaiting: true } refund)
                    return s_nothing;
                var now = clock.GetUtcNow();
                expired = refund with { State = RefundState.Expired, ClosedAt = now, Outcome = why, LookAt = null };
                draft.Put(expired);
                draft.Audit(s_actor, AuditActions.RefundExpired, now, note: $"Refund {refundId}: {why}");
                draft.Publish(RefundEvents.Of(draft.Head, expired, "Expired", now));
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        if (written.IsSuccess && expired is { BudgetDay: { } day })
            await budgets.GiveBackAsync(expired.RequestedBy.Id, day, refundId, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task LookAfterAsync(OrderId order, Refund refund, CancellationToken cancellationToken)
    {
        var execution = refund.Execution is { } name ? await workflows.DescribeAsync(name, cancellationToken).ConfigureAwait(false) : null;
        var failed = execution?.Status is ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Aborted;
        var redrive = 0;
        var looked = await orders.ChangeAsync(
            order,
            draft =>
            {
                redrive = 0;
                if (Find(draft, refund.RefundId) is not { State: RefundState.Running } current || current.Execution != refund.Execution)
                    return s_nothing;
                var now = clock.GetUtcNow();
                FindLost(draft, current, now);
                current = Find(draft, refund.RefundId) ?? current;
                if (failed)
                {
                    current = current with { Redrives = current.Redrives + 1 };
                    redrive = current.Redrives;
                }

                draft.Put(current with { LookAt = now + NextLook(current, now) });
                draft.Head = draft.Head with
                {
                    Attention = failed && redrive > MaxRedrives ? AttentionStatus.NeedsOps : draft.Head.Attention,
                    Route = draft.Head.Route with { LeaseUntil = now + options.Lease },
                };
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        if (!looked.IsSuccess)
            return;
        if (execution is null)
            await TellEngineAsync(order, cancellationToken).ConfigureAwait(false);
        else if (redrive > 0 && refund.Execution is { } stopped)
            _ = await workflows.RedriveAsync(stopped, string.Create(CultureInfo.InvariantCulture, $"refund-{refund.Runs}-{redrive}"), cancellationToken).ConfigureAwait(false);
        else
            await TellSettledAsync(order, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A call whose sender did not live to record its answer is unknown from now on, and looked up.</summary>
    private void FindLost(OrderDraft draft, Refund refund, DateTimeOffset now)
    {
        foreach (var leg in refund.Legs.Where(leg => leg.State is LegState.Sent))
        {
            if (draft.Newest(leg.KeyOf(draft.Head.Id, refund.RefundId)) is { State: EffectState.Sent } sent && now - sent.LastSentAt >= options.LookUpAfter[0])
                ledger.Settle(draft, sent, new GatewayUnknown("It was sent and the answer was lost."), sent.Owner);
        }
    }

    /// <summary>Ever longer, so that a case that waits for days costs little.</summary>
    private TimeSpan NextLook(Refund refund, DateTimeOffset now)
    {
        var age = (now - (refund.StartedAt ?? now)) / 4;
        var first = RefundStart.FirstLook(options);
        return age < first ? first : age > s_longestLook ? s_longestLook : age;
    }

    private static Refund? Find(OrderDraft draft, string refundId) => draft.Refunds().FirstOrDefault(refund => refund.RefundId == refundId);
}
