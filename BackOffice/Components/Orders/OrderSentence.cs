using BackOffice.Components.Orders.Run;
using BackOffice.Components.Refunds;
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
            return new(T($"An order of the past, taken over as {Formats.Small(StatusLook.Of(head.Headline).Word)}."), T("Nothing processes it here. It is kept to be found."));
        return head.Headline switch
        {
            Headline.Unknown => UnknownSentence.Of(view, now, clock),
            Headline.Stuck => Stuck(view, now),
            Headline.Held => Held(view, now, clock),
            Headline.Failed => FailureWords.Of(view),
            Headline.Refunding => RefundSentence.Of(view),
            Headline.Retrying => Retrying(view, now, clock),
            Headline.Running => new(
                Join(T("The order is going through."), head.Step is { } step ? StepTitles.Doing(step.Name) : null), T("Nothing to do. This page follows it live.")),
            Headline.Queued => Queued(head, clock),
            Headline.Cancelled => new(Join(T("The order was cancelled."), MoneyWords.SoFar(view)), T("Nothing to do.")),
            Headline.Refunded => new(T("The money went back to the customer."), T("Nothing to do.")),
            Headline.Done => new(Join(Done(view), head.Payment is PaymentStatus.PartlyRefunded ? MoneyWords.SoFar(view) : null, Void(view)), head.Refunds is { Pending: > 0 } ? T("A refund waits for approval by somebody else.") : T("Nothing to do.")),
        };
    }

    /// <summary>Whole sentences one after the other.</summary>
    internal static string Join(params string?[] sentences) => string.Join(' ', sentences.Where(sentence => !string.IsNullOrEmpty(sentence)));

    private static OrderSentence Stuck(OrderView view, DateTimeOffset now)
    {
        var paid = view.Ledger.FirstOrDefault(entry => entry.Type is LedgerType.Authorise or LedgerType.Capture)?.At ?? view.Head.PlacedAt;
        var since = Formats.Spoken(now - paid);
        return new(
            view.Head.Fulfilment is FulfilmentStatus.NotStarted ? T($"Paid {since} ago and still no voucher.") : T($"Paid {since} ago and still not everything was sent."),
            T("Operations has it in its list. Retry it where the page allows, and tell the customer it is being looked at."));
    }

    private static OrderSentence Held(OrderView view, DateTimeOffset now, Func<DateTimeOffset, string> clock)
    {
        var isChecked = T("A person is checking this order.");
        if (view.Hold is not { Decision: null } hold)
            return new(Join(isChecked, MoneyWords.SoFar(view)), T("Somebody with the right to decide holds approves or rejects it."));
        var (at, isDue, untouched) = (clock(hold.DecideBy), hold.DecideBy > now, view.Head.Payment is PaymentStatus.None && view.Vouchers.Count == 0);
        var when = (isDue, untouched) switch
        {
            (true, true) => T($"They decide by {at}; nothing was charged and nothing was sent."),
            (false, true) => T($"A decision was due at {at} and is late; nothing was charged and nothing was sent."),
            (true, false) => Join(T($"They decide by {at}."), MoneyWords.SoFar(view)),
            (false, false) => Join(T($"A decision was due at {at} and is late."), MoneyWords.SoFar(view)),
        };
        return new(Join(isChecked, when), T($"The fraud score is {hold.Score}. Approve or reject it; nothing happens by itself."));
    }

    private static OrderSentence Retrying(OrderView view, DateTimeOffset now, Func<DateTimeOffset, string> clock)
    {
        var head = view.Head;
        if (head.Step is not { } step)
            return new(T("A part of this order failed and is tried again."), T("Nothing to do yet."));
        var (act, times, cause) = (StepTitles.Act(step.Name), Formats.Times(Math.Max(1, step.ComingTry() - 1)), FailureWords.Cause(step.ErrorCode, step.Name));
        var said = (head.Payment is PaymentStatus.Authorised && step.Name is not StepNames.AuthorisePayment, cause) switch
        {
            (true, null) => T($"The card is authorised, but {act} failed {times}."),
            (true, { } why) => T($"The card is authorised, but {act} failed {times} because {why}."),
            (false, null) => Formats.Capital(T($"{act} failed {times}.")),
            (false, { } why) => Formats.Capital(T($"{act} failed {times} because {why}.")),
        };
        var next = head.Workflow is WorkflowStatus.FellBack
            ? head.Route.NextBatchAt is { } batch && batch > now ? T($"The next batch takes it up at {clock(batch)}.") : T("The next batch takes it up.")
            : step.Status is StepStatus.Running ? T("We are trying again now.")
            : step.NextTryAt is { } at && at > now ? T($"We try again in {Formats.Spoken(TimeSpan.FromSeconds(Math.Ceiling((at - now).TotalSeconds)))}.")
            : T("We try again shortly.");
        return new(Join(said, next), Join(T("Nothing to do yet."), MoneyWords.SoFar(view), T("If it keeps failing, the page will ask for a person.")));
    }

    private static OrderSentence Queued(OrderHead head, Func<DateTimeOffset, string> clock)
    {
        if (head.Route.Path is OrderPath.Instant)
            return new(T("The order is placed and starts in a moment."), T("Nothing to do. This page follows it live."));
        var what = (head.Route.BatchStage, head.Route.NextBatchAt) switch
        {
            (BatchStage.Payment, { } at) => T($"The payment is taken in the next batch, at {clock(at)}. The vouchers follow in the batch after it."),
            (BatchStage.Payment, null) => T("The payment is taken in the next batch. The vouchers follow in the batch after it."),
            (BatchStage.Fulfilment, { } at) => T($"The card is authorised. The vouchers are made and sent in the next batch, at {clock(at)}."),
            (BatchStage.Fulfilment, null) => T("The card is authorised. The vouchers are made and sent in the next batch."),
            (BatchStage.Fraud or null, { } at) => T($"The order is checked in the next batch, at {clock(at)}. Payment and vouchers follow in the batches after it."),
            (BatchStage.Fraud or null, null) => T("The order is checked in the next batch. Payment and vouchers follow in the batches after it."),
        };
        return new(what, T("Nothing to do: this order takes the batch path."));
    }

    private static string Done(OrderView view)
    {
        var count = view.Vouchers.Count(voucher => voucher.State is not VoucherState.Reissued && WentOut(voucher, view.Head));
        var after = view.Head.CompletedAt is not { } done ? null : (done - view.Head.PlacedAt).TotalSeconds < 1 ? T("less than a second") : Formats.Spoken(done - view.Head.PlacedAt);
        return (count, after) switch
        {
            (0, null) => T("Paid and delivered: everything went out."),
            (0, _) => T($"Paid and delivered: everything went out {after} after the order."),
            (1, null) => T("Paid and delivered: the voucher went out."),
            (1, _) => T($"Paid and delivered: the voucher went out {after} after the order."),
            (2, null) => T("Paid and delivered: both vouchers went out."),
            (2, _) => T($"Paid and delivered: both vouchers went out {after} after the order."),
            (_, null) => T($"Paid and delivered: all {Formats.Counted(count)} vouchers went out."),
            _ => T($"Paid and delivered: all {Formats.Counted(count)} vouchers went out {after} after the order."),
        };
    }

    private static string? Void(OrderView view) => view.Vouchers.Count(voucher => voucher.State is VoucherState.Void && WentOut(voucher, view.Head)) switch
    {
        0 => null,
        1 => T("One voucher is void now."),
        var many => Formats.Capital(T($"{Formats.Counted(many)} vouchers are void now.")),
    };

    private static bool WentOut(Voucher voucher, OrderHead order) =>
        voucher.State is not VoucherState.Void || voucher.DeliveredAt is not null || (voucher.PredecessorId is null && order.NotifiedAt <= voucher.VoidedAt);
}
