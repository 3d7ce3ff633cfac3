using BackOffice.Components.Orders.Run;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Components.Orders;

/// <summary>What stands at the top of an order: a sentence that can be read to a customer, and one for the agent on what to do.</summary>
/// <param name="Say">Plain, present tense, who does what next; no code words.</param>
/// <param name="Do">For the agent.</param>
public sealed record OrderSentence(string Say, string Do)
{
    /// <param name="view">The order.</param>
    /// <param name="now">For "in 38 seconds".</param>
    /// <param name="clock">Writes a moment in the viewer's zone: <c>02:51</c>.</param>
    public static OrderSentence Of(OrderView view, DateTimeOffset now, Func<DateTimeOffset, string> clock)
    {
        var head = view.Head;
        if (head.History)
            return new($"An order of the past, taken over as {StatusLook.Of(head.Headline).Word.ToLowerInvariant()}.", "Nothing processes it here. It is kept to be found.");
        return head.Headline switch
        {
            Headline.Unknown => Unknown(view, now, clock),
            Headline.Stuck => Stuck(view, now),
            Headline.Held => Held(view, now, clock),
            Headline.Failed => Failed(view),
            Headline.Refunding => new("A refund is under way. Each part of it is shown below.", "Nothing to do yet."),
            Headline.Retrying => Retrying(view, now, clock),
            Headline.Running => new(
                head.Step is { } step ? $"The order is going through. {Formats.Capital(StepTitles.Doing(step.Name))} now." : "The order is going through.",
                "Nothing to do. This page follows it live."),
            Headline.Queued => Queued(head, clock),
            Headline.Cancelled => new($"The order was cancelled. {Nothing(view)}", "Nothing to do."),
            Headline.Refunded => new("The money went back to the customer.", "Nothing to do."),
            Headline.Done => Done(view),
        };
    }

    private static OrderSentence Unknown(OrderView view, DateTimeOffset now, Func<DateTimeOffset, string> clock)
    {
        var effect = view.Effects.FirstOrDefault(e => e.State is EffectState.Unknown);
        var what = effect?.Kind switch
        {
            EffectKind.Authorise => $"whether {AmountOf(effect, view)} {(effect.Amount is null ? "is" : "are")} reserved on the card",
            EffectKind.Capture => $"whether {AmountOf(effect, view)} {(effect.Amount is null ? "was" : "were")} taken from the card",
            EffectKind.IssueVoucher => "whether a voucher was made at the merchant",
            EffectKind.VoidVoucher => "whether the merchant made a voucher worthless",
            EffectKind.Notify => "whether the message reached the customer",
            EffectKind.FraudScan => "what the fraud check said",
            EffectKind.RefundPayment => $"whether {AmountOf(effect, view)} went back to the card",
            EffectKind.NotifyRefund => "whether the message about the refund reached the customer",
            null => "how one call ended",
        };
        var at = effect?.NextLookupAt ?? view.Head.NextLookupAt;
        var look = at is null ? "We look it up" : at <= now ? "We are looking it up now" : $"We look again at {clock(at.Value)}";
        return new($"We do not know yet {what}. {look}.", "Do not repeat it by other means. Looking it up again does no harm.");
    }

    private static OrderSentence Stuck(OrderView view, DateTimeOffset now)
    {
        var paid = view.Ledger.FirstOrDefault(entry => entry.Type is LedgerType.Authorise or LedgerType.Capture)?.At ?? view.Head.PlacedAt;
        var what = view.Head.Fulfilment is FulfilmentStatus.NotStarted ? "still no voucher" : "still not everything was sent";
        return new($"Paid {Formats.Spoken(now - paid)} ago and {what}.", "Operations has it in its list. Retry it where the page allows, and tell the customer it is being looked at.");
    }

    private static OrderSentence Held(OrderView view, DateTimeOffset now, Func<DateTimeOffset, string> clock)
    {
        var charged = Nothing(view);
        if (view.Hold is not { Decision: null } hold)
            return new($"A person is checking this order. {charged}", "Somebody with the right to decide holds approves or rejects it.");
        var when = hold.DecideBy > now ? $"They decide by {clock(hold.DecideBy)}; {Lower(charged)}" : $"A decision was due at {clock(hold.DecideBy)} and is late; {Lower(charged)}";
        return new($"A person is checking this order. {when}", $"The fraud score is {hold.Score}. Approve or reject it; nothing happens by itself.");
    }

    private static OrderSentence Failed(OrderView view)
    {
        var (say, act) = FailureWords.Of(view);
        return new(say, act);
    }

    private static OrderSentence Retrying(OrderView view, DateTimeOffset now, Func<DateTimeOffset, string> clock)
    {
        var head = view.Head;
        if (head.Step is not { } step)
            return new("A part of this order failed and is tried again.", "Nothing to do yet.");
        var failed = Math.Max(1, step.ComingTry() - 1);
        var because = FailureWords.Because(step.ErrorCode, step.Name);
        var first = head.Payment is PaymentStatus.Authorised && step.Name is not StepNames.AuthorisePayment ? "The card is authorised, but " : "";
        var said = $"{(first.Length == 0 ? Formats.Capital(StepTitles.Act(step.Name)) : first + StepTitles.Act(step.Name))} failed {Formats.Times(failed)}{because}.";
        var next = head.Workflow is WorkflowStatus.FellBack
            ? head.Route.NextBatchAt is { } batch && batch > now ? $"The next batch takes it up at {clock(batch)}." : "The next batch takes it up."
            : step.Status is StepStatus.Running ? "We are trying again now."
            : step.NextTryAt is { } at && at > now ? $"We try again in {Formats.Spoken(TimeSpan.FromSeconds(Math.Ceiling((at - now).TotalSeconds)))}."
            : "We try again shortly.";
        return new($"{said} {next}", $"Nothing to do yet. {Nothing(view)} If it keeps failing, the page will ask for a person.");
    }

    private static OrderSentence Queued(OrderHead head, Func<DateTimeOffset, string> clock)
    {
        if (head.Route.Path is OrderPath.Instant)
            return new("The order is placed and starts in a moment.", "Nothing to do. This page follows it live.");
        var when = head.Route.NextBatchAt is { } at ? $"the next batch, at {clock(at)}" : "the next batch";
        var what = head.Route.BatchStage switch
        {
            BatchStage.Payment => $"The payment is taken in {when}. The vouchers follow in the batch after it.",
            BatchStage.Fulfilment => $"The card is authorised. The vouchers are made and sent in {when}.",
            BatchStage.Fraud or null => $"The order is checked in {when}. Payment and vouchers follow in the batches after it.",
        };
        return new(what, "Nothing to do: this order takes the batch path.");
    }

    private static OrderSentence Done(OrderView view)
    {
        var count = view.Vouchers.Count(voucher => voucher.State is not (VoucherState.Void or VoucherState.Reissued));
        var vouchers = count switch { 0 => "everything", 1 => "the voucher", 2 => "both vouchers", _ => $"all {Formats.Counted(count)} vouchers" };
        var after = view.Head.CompletedAt is { } done ? $" {Formats.Spoken(done - view.Head.PlacedAt)} after the order" : "";
        return new($"Paid and delivered: {vouchers} went out{after}.", "Nothing to do.");
    }

    /// <summary>What the customer's card and goods have seen so far, as a sentence.</summary>
    private static string Nothing(OrderView view) => FailureWords.MoneySoFar(view);

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    private static string AmountOf(Effect effect, OrderView view) => effect.Amount is { } amount ? Formats.Amount(amount) : view.Head.Tenders.Count > 0 ? Formats.Amount(view.Head.Tenders[0].Amount) : "the amount";
}
