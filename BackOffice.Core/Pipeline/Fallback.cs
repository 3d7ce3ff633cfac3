using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Pipeline;

/// <summary>What an order becomes when automation failed it: the same rule for an execution and for a batch run.</summary>
internal static class Fallback
{
    private static readonly Actor s_actor = Actor.System("fallback");

    /// <param name="draft">The order; nobody owns it afterwards, but for an unknown effect, which its owner keeps until it is settled.</param>
    /// <param name="code">The error it failed with.</param>
    /// <param name="step">The step it failed in.</param>
    public static void Failed(OrderDraft draft, string? code, string? message, string? step, PipelineOptions options, DateTimeOffset now)
    {
        var head = draft.Head;
        var stood = head.Step is { } current && (step is null || current.Name == step)
            ? current with
            {
                Status = StepStatus.Failed,
                ErrorCode = code ?? current.ErrorCode,
                ErrorMessage = current.ErrorCode == code || code is null ? current.ErrorMessage ?? message : message ?? current.ErrorMessage,
            }
            : new CurrentStep(step ?? StepNames.FraudScan, StepStatus.Failed, 1, code, message, now) { HandOuts = StepRows.CountOf(draft, step ?? StepNames.FraudScan) };
        PipelineMetrics.Stopped(ErrorCodes.Classify(code));
        if (code is not ErrorCodes.LeaseLost)
            StepRows.CloseLost(draft, null, null, now);
        switch (ErrorCodes.Classify(code))
        {
            case ErrorClass.LeaseLost:
                return;
            case ErrorClass.Unknown:
                draft.Head = head with
                {
                    Workflow = WorkflowStatus.Failed,
                    Attention = head.UnknownEffects > 0 ? AttentionStatus.Unknown : head.Attention,
                    Step = stood with { Status = StepStatus.Unknown },
                    // Settled in the moment between: somebody has to look, and finds nothing unknown, and resumes.
                    NextLookupAt = head.NextLookupAt ?? now,
                    Route = head.Route with { BatchStage = null, NextBatchAt = null },
                };
                return;
            case ErrorClass.Retryable when head.Route.FallbackCount < options.MaxFallbacks:
                draft.Head = Lease.Release(head) with
                {
                    Workflow = WorkflowStatus.FellBack,
                    Step = stood with { Status = StepStatus.Retrying, NextTryAt = BatchClock.Next(now, options.BatchEvery) },
                };
                draft.Head = draft.Head with
                {
                    Route = draft.Head.Route with
                    {
                        FallbackCount = head.Route.FallbackCount + 1,
                        BatchStage = BatchClock.StageOf(stood.Name),
                        NextBatchAt = BatchClock.Next(now, options.BatchEvery),
                    },
                };
                draft.Publish(OrderEvents.FellBack(draft.Head, now, code));
                return;
            case ErrorClass.Retryable:
                draft.Head = Stop(head, stood, AttentionStatus.NeedsOps);
                draft.Audit(
                    s_actor, AuditActions.FallbackExhausted, now,
                    note: FormattableString.Invariant($"{code} after {head.Route.FallbackCount} batch runs; a person has to decide."));
                draft.Publish(OrderEvents.Failed(draft.Head, now, code));
                return;
            case ErrorClass.Final:
                var rejected = code is ErrorCodes.FraudRejected;
                draft.Head = Stop(head, stood, rejected ? AttentionStatus.None : AttentionStatus.NeedsAgent) with
                {
                    Workflow = rejected ? WorkflowStatus.Cancelled : WorkflowStatus.Failed,
                    Fraud = rejected ? FraudStatus.Rejected : head.Fraud,
                    CompletedAt = rejected ? now : null,
                };
                draft.Publish(OrderEvents.Failed(draft.Head, now, code));
                return;
        }
    }

    private static OrderHead Stop(OrderHead head, CurrentStep step, AttentionStatus attention)
    {
        var stopped = Lease.Release(head) with { Workflow = WorkflowStatus.Failed, Attention = attention, Step = step };
        return stopped with { Route = stopped.Route with { BatchStage = null, NextBatchAt = null } };
    }

    /// <summary>The order is through.</summary>
    public static void Succeeded(OrderDraft draft, DateTimeOffset now)
    {
        PipelineMetrics.Done(draft.Head, now);
        StepRows.CloseLost(draft, null, null, now);
        var released = Lease.Release(draft.Head);
        draft.Head = released with
        {
            Workflow = WorkflowStatus.Done,
            Attention = released.UnknownEffects > 0 ? AttentionStatus.Unknown : AttentionStatus.None,
            StuckSince = null,
            Resume = null,
            CompletedAt = now,
            Route = released.Route with { BatchStage = null, NextBatchAt = null },
        };
        draft.Publish(OrderEvents.Completed(draft.Head, now));
    }
}
