using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Orders;

/// <summary>What a retry would do, in words: conditions, what runs again and why that is safe, what stays done.</summary>
internal static class RetryChecks
{
    public static RetryCheck Of(OrderDraft draft, RetryMode mode, Sentence? blocked, ExecutionDescription? execution, DefinitionRevision? newest)
    {
        var head = draft.Head;
        if (blocked is not null)
            return new RetryCheck(RetryMode.NotPossible, blocked, head.Version, [new(CheckVerdict.Blocks, blocked)], [], Done(draft), null);
        var items = new List<CheckItem>();
        if (head.Step is { } step)
            items.Add(new(CheckVerdict.Good, step.ErrorCode is { } code ? (Sentence)$"Stopped in {Title(step.Name)} with {code}." : (Sentence)$"Stopped in {Title(step.Name)}."));
        if (mode is RetryMode.LookUp)
        {
            items.Add(new(CheckVerdict.Warning, "A call was sent and had no answer. It is looked up, never sent under a new key."));
            return new RetryCheck(mode, "We ask the gateway now, under the key of the call.", head.Version, items, [], Done(draft), null);
        }

        foreach (var refused in draft.Effects().Where(effect => effect is { State: EffectState.Failed, Key.Operation: EffectKey.Checkout }))
        {
            items.Add(refused.ErrorCode is ErrorCodes.AttestedNotDone
                ? new(CheckVerdict.Warning, $"{Title(refused.Key.Step)} was recorded as not done, on a person's word. It is tried as attempt {refused.Key.Attempt + 1}, with a new key: what the word was wrong about is done twice.")
                : ErrorCodes.AllowsNewAttempt(refused.ErrorCode)
                ? new(CheckVerdict.Warning, $"{Title(refused.Key.Step)} was refused ({refused.ErrorCode}). It is tried as attempt {refused.Key.Attempt + 1}, with a new key.")
                : new(CheckVerdict.Warning, $"{Title(refused.Key.Step)} was refused for good ({refused.ErrorCode}); the same answer is likely."));
        }

        foreach (var money in head.Tenders.Where(tender => tender.Authorised.IsPositive))
        {
            items.Add(new(CheckVerdict.Good, money.Captured.IsPositive
                ? (Sentence)$"Not run again: {money.Authorised:N} authorised, {money.Captured:N} captured."
                : (Sentence)$"Not run again: {money.Authorised:N} authorised."));
        }

        foreach (var miles in head.Tenders.Where(tender => tender.Kind is TenderKind.Miles && tender.Captured.IsPositive))
            items.Add(new(CheckVerdict.Good, $"Not run again: {miles.Captured:N} redeemed."));
        if (mode is RetryMode.Redrive && execution?.RedrivableUntil is { } until)
            items.Add(new(CheckVerdict.Good, $"Redrive stays open until {until.UtcDateTime:d MMM yyyy HH:mm} UTC."));
        if (mode is RetryMode.NewRun && execution?.RedriveStatusReason is { } reason)
            items.Add(new(CheckVerdict.Warning, reason));
        if (execution is not null && newest is not null && newest.Revision != execution.Revision && mode is RetryMode.Redrive)
            items.Add(new(CheckVerdict.Warning, $"The definition is now revision {newest.Revision}; this order stays on revision {execution.Revision}."));
        var done = Done(draft);
        var again = StepNames.Of(head)
            .Where(name => name != StepNames.HoldForReview && !done.Contains(Title(name)))
            .Select(name => (Sentence)$"{Title(name)}: {KeyWords(draft, name)}")
            .ToList();
        return new RetryCheck(mode, Words(mode), head.Version, items, again, done, execution?.RedrivableUntil);
    }

    public static Sentence Words(RetryMode mode) => mode switch
    {
        RetryMode.LookUp => "Look-up: we ask the gateway what became of the call.",
        RetryMode.Redrive => "Redrive: the same execution goes on from the failed step. Done steps stay done.",
        RetryMode.NewRun => "New run: a new execution starts; done steps return what they did and do not run again.",
        RetryMode.NextBatch => "Next batch: the batch jobs take the order up at their next run.",
        RetryMode.NotPossible => "Nothing can be retried now.",
    };

    public static Sentence Title(string step) => step switch
    {
        StepNames.FraudScan => "Fraud scan",
        StepNames.HoldForReview => "Hold for review",
        StepNames.AuthorisePayment => "Authorise payment",
        StepNames.RedeemMiles => "Redeem miles",
        StepNames.IssueVouchers => "Issue vouchers",
        StepNames.CapturePayment => "Capture payment",
        StepNames.NotifyCustomer => "Notify customer",
        _ => step,
    };

    private static Sentence KeyWords(OrderDraft draft, string step)
    {
        var effects = draft.Effects().Where(effect => effect.Key.Step == step).ToList();
        return effects.Count == 0 ? "has not run yet"
            : effects.MaxBy(effect => effect.Key.Attempt) is { State: EffectState.Failed, ErrorCode: ErrorCodes.AttestedNotDone }
                ? "as a new attempt with a new key, because a person showed that the one before did not happen"
            : effects.Any(effect => effect.State is EffectState.Failed && ErrorCodes.AllowsNewAttempt(effect.ErrorCode))
                ? "as a new attempt with a new key, because the gateway refused the one before"
            : "under the key it had, so it cannot take effect twice";
    }

    private static List<Sentence> Done(OrderDraft draft)
    {
        var effects = draft.Effects().ToLookup(effect => effect.Key.Step);
        return [.. StepNames.Of(draft.Head).Where(name => effects[name].Any() && Settled(draft.Head, name, effects[name])).Select(Title)];
    }

    private static bool Settled(OrderHead head, string step, IEnumerable<Effect> effects) => step is StepNames.IssueVouchers
        ? head.Fulfilment is FulfilmentStatus.Done
        : effects.GroupBy(effect => effect.Key.Unit).All(unit => unit.MaxBy(effect => effect.Key.Attempt)?.State is EffectState.Succeeded);
}
