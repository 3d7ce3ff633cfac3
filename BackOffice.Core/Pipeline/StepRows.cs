using System.Globalization;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline;

/// <summary>The step row of a hand-out and the head's current step, written in the commits of the step's effects.</summary>
internal static class StepRows
{
    public static void Begin(OrderDraft draft, EffectRun run, EffectKey effect, DateTimeOffset now)
    {
        CloseLost(draft, run.StepName, run.Step.HandOut, now);
        var row = Find(draft, run.Step);
        if (row is null)
        {
            row = New(draft, run.Step, run.StepName, now);
            var last = draft.Head.Step;
            var attempt = last?.Name == run.StepName && last.Status is StepStatus.Retrying or StepStatus.Unknown ? last.Attempt + 1 : 1;
            draft.Head = draft.Head with { Step = new CurrentStep(run.StepName, StepStatus.Running, attempt, null, null, now) { HandOuts = CountOf(draft, run.StepName) + 1 } };
        }

        draft.Put(row with { Status = StepStatus.Running, EffectKey = effect.ToString(), EndedAt = null, ErrorCode = null, ErrorMessage = null });
    }

    public static void Record(OrderDraft draft, EffectRun run, EffectOutcome outcome, DateTimeOffset now)
    {
        switch (outcome)
        {
            case EffectDone when run.EndsStep:
                End(draft, run.Step, StepStatus.Done, null, null, now);
                break;
            case EffectDone:
                break;
            case EffectRefused refused:
                Fail(draft, run, refused.Code, refused.Message, StepStatus.Failed, now);
                break;
            case EffectNotExecuted not:
                Fail(draft, run, not.Code, not.Message, StepStatus.Retrying, now);
                break;
            case EffectNotKnown unknown:
                Fail(draft, run, ErrorCodes.EffectUnknown, unknown.Message, StepStatus.Unknown, now);
                break;
        }
    }

    public static void Fail(OrderDraft draft, EffectRun run, string code, string message, StepStatus status, DateTimeOffset now)
    {
        if (Find(draft, run.Step) is null)
            draft.Put(New(draft, run.Step, run.StepName, now));
        End(draft, run.Step, status, code, message, now);
    }

    /// <summary>Ends the open rows of hand-outs whose worker was lost: of one step but for its present hand-out, or of every step when the order stops.</summary>
    public static void CloseLost(OrderDraft draft, string? step, string? handOut, DateTimeOffset now)
    {
        foreach (var lost in draft.Steps().Where(row => row is { EndedAt: null, Status: StepStatus.Running } && row.HandOut != handOut && (step is null || row.Step == step)).ToList())
        {
            draft.Put(lost with
            {
                Status = StepStatus.Failed, EndedAt = now, ErrorCode = ErrorCodes.HeartbeatTimeout, ErrorMessage = "The worker was lost; what it had sent is settled under its key.",
            });
        }
    }

    /// <summary>Ends the hand-out's row if it is still open; false when there is nothing to write.</summary>
    public static bool EndIfOpen(OrderDraft draft, StepContext step, StepStatus status, DateTimeOffset now)
    {
        if (Find(draft, step) is not { EndedAt: null })
            return false;
        End(draft, step, status, null, null, now);
        return true;
    }

    public static StepRow? Find(OrderDraft draft, StepContext step) => draft.Steps().FirstOrDefault(row => row.HandOut == step.HandOut);

    public static int CountOf(OrderDraft draft, string step) => draft.Steps().Count(row => row.Step == step);

    public static StepRow New(OrderDraft draft, StepContext step, string name, DateTimeOffset now)
    {
        var number = draft.Steps().Count() + 1;
        return new StepRow
        {
            Key = number.ToString("D4", CultureInfo.InvariantCulture) + "/" + name,
            Step = name,
            Status = StepStatus.Running,
            Owner = step.Owner,
            Epoch = draft.Head.Route.Epoch,
            HandOut = step.HandOut,
            StartedAt = now,
        };
    }

    private static void End(OrderDraft draft, StepContext step, StepStatus status, string? code, string? message, DateTimeOffset now)
    {
        var row = Find(draft, step) ?? throw new InvalidOperationException($"{draft.Head.Id} has no row of hand-out {step.HandOut}.");
        draft.Put(row with
        {
            // What a try ended with; whether another follows is the current step's word.
            Status = status is StepStatus.Retrying ? StepStatus.Failed : status,
            EndedAt = now,
            ErrorCode = code,
            ErrorMessage = message,
        });
        if (draft.Head.Step is { } current && current.Name == row.Step)
            draft.Head = draft.Head with { Step = current with { Status = status, ErrorCode = code, ErrorMessage = message, At = now } };
        else
            draft.Head = draft.Head with { Step = new CurrentStep(row.Step, status, 1, code, message, now) { HandOuts = CountOf(draft, row.Step) } };
        if (OrderEvents.Step(draft.Head, now) is { } ended)
            draft.Publish(ended);
    }
}
