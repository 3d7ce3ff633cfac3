using System.Text.Json;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline.Steps;

/// <summary>
/// Keeps the order for a person. The workflow's task waits for its token, which is kept with the hold; a decision answers the task. Handed out
/// again after a restart, it answers with the decision if there is one already.
/// </summary>
public sealed class HoldForReviewStep(OrderWriter orders, PipelineOptions options, TimeProvider clock) : IStep
{
    private static readonly Rejected s_unchanged = new("hold.unchanged", "Nothing to write.");
    private static readonly Actor s_actor = Actor.System("fraud-review");

    public string Name => StepNames.HoldForReview;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        StepOutcome outcome = new StepWaits();
        var written = await orders.ChangeAsync(
            context.Order,
            draft =>
            {
                outcome = new StepWaits();
                if (draft.Head.Route.Owner != context.Owner)
                {
                    outcome = new StepFailed(ErrorCodes.LeaseLost, $"The order belongs to {draft.Head.Route.Owner ?? "nobody"}, not to {context.Owner}.");
                    return s_unchanged;
                }

                if (draft.Head.Fraud is FraudStatus.Passed)
                {
                    // A person approved it in an earlier run of the order; nobody is asked twice.
                    outcome = new StepDone(JsonSerializer.Serialize(new ReviewOutput("approved"), PipelineJson.Default.ReviewOutput));
                    return s_unchanged;
                }

                var known = draft.Holds().FirstOrDefault(hold => hold.HoldId == context.HandOut);
                if (known?.Decision is { } decision)
                {
                    outcome = AnswerOf(decision);
                    return s_unchanged;
                }

                if (known is not null && known.Token == (context.Token ?? ""))
                    return s_unchanged;
                Place(context, draft, known, options, clock.GetUtcNow());
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        return written.IsSuccess || ReferenceEquals(written.Error, s_unchanged)
            ? outcome
            : new StepFailed(ErrorCodes.StoreUnavailable, written.Error.Message);
    }

    /// <summary>What a decision answers the workflow's task.</summary>
    internal static StepOutcome AnswerOf(HoldDecision decision) => decision.Approved
        ? new StepDone(JsonSerializer.Serialize(new ReviewOutput("approved"), PipelineJson.Default.ReviewOutput))
        : new StepFailed(ErrorCodes.FraudRejected, "A person rejected the order.");

    /// <summary>Writes the hold; the fraud job of the batch path does it without a token.</summary>
    internal static void Place(StepContext context, OrderDraft draft, Hold? known, PipelineOptions options, DateTimeOffset now)
    {
        var hold = known ?? new Hold
        {
            HoldId = context.HandOut,
            Token = "",
            Execution = context.Owner,
            PlacedAt = now,
            DecideBy = now + options.DecideHoldWithin,
            Score = draft.Head.FraudScore ?? 0,
            Reasons = ReasonsOf(draft),
        };
        draft.Put(hold with { Token = context.Token ?? "" });
        draft.Head = draft.Head with
        {
            Fraud = FraudStatus.Held,
            Attention = AttentionStatus.NeedsAgent,
            Step = new CurrentStep(StepNames.HoldForReview, StepStatus.Held, 1, null, null, now),
        };
        if (known is not null)
            return;
        draft.Put(StepRows.New(draft, context, StepNames.HoldForReview, now) with { Status = StepStatus.Held });
        draft.Audit(
            s_actor, AuditActions.HoldPlaced, now,
            note: FormattableString.Invariant($"Score {hold.Score} is above {options.ReviewAbove}; a person decides by {hold.DecideBy:yyyy-MM-dd HH:mm} UTC."));
        draft.Publish(OrderEvents.HoldPlaced(draft.Head, hold, now));
    }

    private static IReadOnlyList<string> ReasonsOf(OrderDraft draft)
    {
        var scan = draft.Effects().LastOrDefault(effect => effect is { Kind: EffectKind.FraudScan, State: EffectState.Succeeded });
        return scan?.ResultJson is { } json ? JsonSerializer.Deserialize(json, StoreJson.Default.FraudVerdict)?.Reasons ?? [] : [];
    }
}
