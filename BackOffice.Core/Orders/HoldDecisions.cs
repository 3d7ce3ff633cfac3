using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Pipeline.Steps;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Orders;

/// <summary>A person's word on an order held for review: decided and audited in one commit, then told to the workflow's waiting task.</summary>
public sealed class HoldDecisions(OrderWriter orders, IActivityTasks tasks, PipelineOptions options, TimeProvider clock)
{
    public async Task<Result<CommandOutcome>> DecideAsync(DecideHold command, Actor actor, CancellationToken cancellationToken)
    {
        Hold? decided = null;
        var written = await orders.ChangeAsync(
            command.Order,
            draft =>
            {
                decided = draft.Holds().FirstOrDefault(hold => hold.HoldId == command.HoldId);
                if (decided is null)
                    return new NotFound("hold.not-found", $"Order {command.Order} has no such hold.");
                if (draft.Commands().Any(row => row.CommandId == command.CommandId))
                    return CommandChecks.Repeated;
                if (decided.Decision is { } earlier)
                    return new Conflict("hold.decided", earlier.Approved ? (Sentence)$"{earlier.ActorName} has approved it already." : (Sentence)$"{earlier.ActorName} has rejected it already.", earlier.ActorName, earlier.At);
                if (draft.Head.Version != command.ExpectedVersion)
                    return CommandChecks.Stale(draft, command.ExpectedVersion);
                decided = Decide(draft, decided, command, actor);
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        var repeated = ReferenceEquals(written.Error, CommandChecks.Repeated);
        if (!written.IsSuccess && !repeated)
            return written.Error;
        if (decided?.Decision is { } decision && decided.Token.Length > 0)
            await TellAsync(decided.Token, decision).ConfigureAwait(false);
        return new CommandOutcome(
            command.Order,
            written.IsSuccess ? written.Value.Version : 0,
            command.Approve ? "Approved. The order goes on." : "Rejected. The order is closed; nothing was charged.",
            repeated);
    }

    private Hold Decide(OrderDraft draft, Hold hold, DecideHold command, Actor actor)
    {
        var now = clock.GetUtcNow();
        var decided = hold with { Decision = new HoldDecision(command.Approve, actor.Id, actor.Name, now, command.Reason) };
        draft.Put(decided);
        draft.Put(new CommandRow
        {
            CommandId = command.CommandId, Command = "decide-hold", ActorId = actor.Id, ActorName = actor.Name, At = now, State = CommandState.Accepted,
            Outcome = command.Approve ? "approved" : "rejected",
        });
        var row = draft.Steps().LastOrDefault(step => step.HandOut == hold.HoldId);
        if (row is not null)
            draft.Put(row with { Status = command.Approve ? StepStatus.Done : StepStatus.Failed, EndedAt = now, ErrorCode = command.Approve ? null : ErrorCodes.FraudRejected });
        draft.Head = draft.Head with
        {
            Fraud = command.Approve ? FraudStatus.Passed : FraudStatus.Rejected,
            Attention = draft.Head.UnknownEffects > 0 ? AttentionStatus.Unknown : AttentionStatus.None,
            DueAt = now + options.InstantDue,
            Step = new CurrentStep(StepNames.HoldForReview, command.Approve ? StepStatus.Done : StepStatus.Failed, 1, command.Approve ? null : ErrorCodes.FraudRejected, null, now),
        };
        if (hold.Token.Length == 0)
            GoOnInBatch(draft, command.Approve, now);
        else
            draft.Head = draft.Head with { NextLookupAt = draft.Head.NextLookupAt ?? now + options.LookUpAfter[0] };
        draft.Audit(actor, command.Approve ? AuditActions.HoldApproved : AuditActions.HoldRejected, now, command.CommandId, command.Reason);
        draft.Publish(OrderEvents.HoldDecided(draft.Head, command.Approve, now));
        return decided;
    }

    /// <summary>An order of the batch path has no task that waits: the decision itself moves it.</summary>
    private void GoOnInBatch(OrderDraft draft, bool approved, DateTimeOffset now)
    {
        if (!approved)
        {
            Fallback.Failed(draft, ErrorCodes.FraudRejected, "A person rejected the order.", StepNames.HoldForReview, options, now);
            return;
        }

        draft.Head = draft.Head with
        {
            Workflow = WorkflowStatus.Queued,
            DueAt = now + options.BatchDue,
            Route = draft.Head.Route with { BatchStage = BatchStage.Payment, NextBatchAt = BatchClock.Next(now, options.BatchEvery) },
        };
    }

    /// <summary>Tells the decision of an order whose task still waits once more; the reconciler's, for an engine that did not hear it.</summary>
    internal async Task TellAgainAsync(OrderDraft draft)
    {
        if (draft.Head is { Workflow: WorkflowStatus.Running, Step: { Name: StepNames.HoldForReview, Status: StepStatus.Done or StepStatus.Failed } }
            && draft.Holds().Where(hold => hold.Decision is not null).MaxBy(hold => hold.PlacedAt) is { Decision: { } decision, Token.Length: > 0 } hold)
            await TellAsync(hold.Token, decision).ConfigureAwait(false);
    }

    /// <summary>The decision is on disk: should this be lost, the task is handed out again after a restart and finds it, or is told again.</summary>
    private async Task TellAsync(string token, HoldDecision decision)
    {
        _ = HoldForReviewStep.AnswerOf(decision) switch
        {
            StepDone done => await tasks.SucceedAsync(token, done.OutputJson, CancellationToken.None).ConfigureAwait(false),
            StepFailed failed => await tasks.FailAsync(token, failed.Code, failed.Message, CancellationToken.None).ConfigureAwait(false),
            var other => throw new InvalidOperationException($"{other.GetType().Name} answers no hold."),
        };
    }
}
