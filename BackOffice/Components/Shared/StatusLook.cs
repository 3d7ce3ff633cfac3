using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Workflows;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Shared;

/// <summary>How a status is shown, everywhere: one word, one icon, one role, and what it means to an agent.</summary>
/// <param name="WordKey">English, capitalised.</param>
/// <param name="Icon">Markup inside a 24 by 24 SVG.</param>
/// <param name="Role">Decides the colour.</param>
/// <param name="MeaningKey">One or two plain English sentences; empty where the word says it all.</param>
public sealed record StatusLook(string WordKey, string Icon, StatusRole Role, string MeaningKey = "")
{
    /// <summary>In the viewer's language.</summary>
    public string Word => T(WordKey);

    /// <summary>In the viewer's language; may be empty.</summary>
    public string Meaning => T(MeaningKey);

    /// <summary>The CSS class of the role: <c>role-late</c>.</summary>
    public string Css => "role-" + Role.ToString().ToLowerInvariant();

    private static readonly StatusLook s_notStarted = new(Key("Not started"), Icons.RadioButtonUnchecked, StatusRole.Quiet);
    private static readonly StatusLook s_unknown = new(
        Key("Unknown"), Icons.HelpOutline, StatusRole.Unknown, Key("A call about money or goods had no answer. We look it up; do not repeat it."));
    private static readonly StatusLook s_held = new(
        Key("Held"), Icons.PauseCircle, StatusRole.Wait, Key("Fraud review or hold; a person decides before the timer ends."));
    private static readonly StatusLook s_failed = new(
        Key("Failed"), Icons.Error, StatusRole.Fail, Key("Stopped. A person decides; the page says what is open."));
    private static readonly StatusLook s_retrying = new(
        Key("Retrying"), Icons.Replay, StatusRole.Late, Key("A try failed; the next one is planned."));
    private static readonly StatusLook s_running = new(Key("Running"), Icons.Autorenew, StatusRole.Run, Key("Working, nothing to do."));
    private static readonly StatusLook s_done = new(Key("Done"), Icons.CheckCircle, StatusRole.Ok, Key("Delivered."));
    private static readonly StatusLook s_undone = new(Key("Undone"), Icons.SettingsBackupRestore, StatusRole.Quiet);
    private static readonly StatusLook s_refunded = new(Key("Refunded"), Icons.Undo, StatusRole.Quiet, Key("Money and miles went back."));
    private static readonly StatusLook s_waiting = new(Key("Waiting"), Icons.Schedule, StatusRole.Run);

    public static readonly StatusLook Holds = new(Key("It holds"), Icons.CheckCircle, StatusRole.Ok);
    public static readonly StatusLook Broken = new(Key("Broken"), Icons.Error, StatusRole.Fail);
    public static readonly StatusLook NotChecked = new(Key("Not checked"), Icons.RadioButtonUnchecked, StatusRole.Quiet);
    public static readonly StatusLook DeadLetter = new(Key("Dead letter"), Icons.Unarchive, StatusRole.Fail);

    public static StatusLook Of(Headline headline) => headline switch
    {
        Headline.Unknown => s_unknown,
        Headline.Stuck => new(Key("Stuck"), Icons.HourglassBottom, StatusRole.Late, Key("Paid, and past the time it should have taken. Operations has it.")),
        Headline.Held => s_held,
        Headline.Failed => s_failed,
        Headline.Refunding => new(Key("Refunding"), Icons.CurrencyExchange, StatusRole.Run, Key("A refund is under way; each leg is shown.")),
        Headline.Retrying => s_retrying,
        Headline.Running => s_running,
        Headline.Queued => new(Key("Queued"), Icons.Pending, StatusRole.Run, Key("Waits for the next batch; its time is beside it.")),
        Headline.Cancelled => new(Key("Cancelled"), Icons.Block, StatusRole.Quiet, Key("Closed without goods.")),
        Headline.Refunded => s_refunded,
        Headline.Done => s_done,
    };

    public static StatusLook Of(StepStatus step) => step switch
    {
        StepStatus.NotStarted => s_notStarted,
        StepStatus.Waiting => s_waiting,
        StepStatus.Running => s_running,
        StepStatus.Retrying => s_retrying,
        StepStatus.Held => s_held,
        StepStatus.Failed => s_failed,
        StepStatus.Unknown => s_unknown,
        StepStatus.Done => s_done,
        StepStatus.NotNeeded => new(Key("Not needed"), Icons.RemoveCircleOutline, StatusRole.Quiet),
        StepStatus.Undone => s_undone,
    };

    public static StatusLook Of(EffectState state) => state switch
    {
        EffectState.Planned => s_notStarted,
        EffectState.Sent => new(Key("Sent"), Icons.Send, StatusRole.Run, Key("The call went out; the answer is awaited.")),
        EffectState.Succeeded => s_done,
        EffectState.Failed => s_failed,
        EffectState.Unknown => s_unknown,
        EffectState.Awaiting => new(Key("At the gateway"), Icons.HourglassTop, StatusRole.Wait, Key("The gateway has it and has not finished.")),
        EffectState.Reversed => s_undone,
    };

    public static StatusLook Of(RefundState state) => state switch
    {
        RefundState.PendingApproval => new(Key("Needs approval"), Icons.HowToReg, StatusRole.Wait, Key("Asked for; somebody else decides. Nothing has moved.")),
        RefundState.Approved => new(Key("Approved"), Icons.Schedule, StatusRole.Run, Key("It starts as soon as nothing else works on the order.")),
        RefundState.Running => s_running,
        RefundState.Succeeded => s_refunded,
        RefundState.NeedsAttention => new(Key("Needs a person"), Icons.Error, StatusRole.Fail, Key("A part of it did not go through. What moved and what did not stands beside it.")),
        RefundState.Rejected => new(Key("Rejected"), Icons.Block, StatusRole.Quiet, Key("Nothing moved.")),
        RefundState.Cancelled => new(Key("Called off"), Icons.Block, StatusRole.Quiet, Key("Nothing moved.")),
        RefundState.Closed => new(Key("Closed"), Icons.CheckCircle, StatusRole.Quiet, Key("It stopped; what was left was undone or paid back otherwise, and a person said so.")),
        RefundState.Expired => new(Key("Expired"), Icons.EventBusy, StatusRole.Quiet, Key("Not approved in time, or what it would do has changed. Nothing moved.")),
    };

    public static StatusLook Of(LegState state) => state switch
    {
        LegState.Planned => s_notStarted,
        LegState.Reserved => new(Key("Reserved"), Icons.Lock, StatusRole.Run, Key("Kept for this refund; nothing was sent yet.")),
        LegState.Sent => Of(EffectState.Sent),
        LegState.Succeeded => s_done,
        LegState.Failed => s_failed,
        LegState.Unknown => s_unknown,
        LegState.AwaitingExternal => Of(EffectState.Awaiting),
        LegState.Reversed => new(Key("Came back"), Icons.SettingsBackupRestore, StatusRole.Late, Key("It had gone through and came back.")),
    };

    public static StatusLook Of(VoucherState state) => state switch
    {
        VoucherState.Issued => new(Key("Issued"), Icons.ConfirmationNumber, StatusRole.Ok),
        VoucherState.KeptBack => new(Key("Kept back"), Icons.Lock, StatusRole.Quiet, Key("Made, and not sent before the money is there.")),
        VoucherState.Delivered => new(Key("Delivered"), Icons.MarkEmailRead, StatusRole.Ok),
        VoucherState.Viewed => new(Key("Viewed"), Icons.Visibility, StatusRole.Ok, Key("The customer has seen the code.")),
        VoucherState.Redeemed => new(Key("Redeemed"), Icons.TaskAlt, StatusRole.Quiet),
        VoucherState.Suspended => new(Key("Suspended"), Icons.PanTool, StatusRole.Wait, Key("Cannot be redeemed until it is released; the reason stands beside it.")),
        VoucherState.Void => new(Key("Void"), Icons.DoNotDisturbOn, StatusRole.Quiet),
        VoucherState.Expired => new(Key("Expired"), Icons.EventBusy, StatusRole.Quiet),
        VoucherState.Reissued => new(Key("Reissued"), Icons.SwapHoriz, StatusRole.Quiet, Key("Void; another voucher took its place.")),
    };

    public static StatusLook Of(PaymentStatus payment) => payment switch
    {
        PaymentStatus.None => new(Key("Not charged"), Icons.RadioButtonUnchecked, StatusRole.Quiet),
        PaymentStatus.Authorised => new(Key("Authorised"), Icons.Schedule, StatusRole.Run, Key("Reserved on the card, not taken yet.")),
        PaymentStatus.PartlyCaptured => new(Key("Partly captured"), Icons.Schedule, StatusRole.Run),
        PaymentStatus.Captured => new(Key("Captured"), Icons.CheckCircle, StatusRole.Ok, Key("The money was taken.")),
        PaymentStatus.PartlyRefunded => new(Key("Partly refunded"), Icons.Undo, StatusRole.Quiet),
        PaymentStatus.Refunded => s_refunded,
        PaymentStatus.ChargedBack => new(Key("Charged back"), Icons.Error, StatusRole.Fail),
        PaymentStatus.Overpaid => new(Key("Overpaid"), Icons.Error, StatusRole.Fail),
    };

    public static StatusLook Of(FulfilmentStatus fulfilment) => fulfilment switch
    {
        FulfilmentStatus.NotStarted => s_notStarted,
        FulfilmentStatus.Partial => new(Key("In part"), Icons.Schedule, StatusRole.Run),
        FulfilmentStatus.Done => new(Key("Made"), Icons.ConfirmationNumber, StatusRole.Ok, Key("Every voucher is made; whether it was sent stands beside it.")),
        FulfilmentStatus.Reversed => s_undone,
    };

    public static StatusLook Of(FraudStatus fraud) => fraud switch
    {
        FraudStatus.Pending => s_notStarted,
        FraudStatus.Passed => new(Key("Passed"), Icons.CheckCircle, StatusRole.Ok),
        FraudStatus.Held => s_held,
        FraudStatus.Rejected => new(Key("Rejected"), Icons.Block, StatusRole.Fail),
    };

    public static StatusLook Of(ExecutionStatus execution) => execution switch
    {
        ExecutionStatus.Running => s_running,
        ExecutionStatus.Succeeded => s_done,
        ExecutionStatus.Failed => s_failed,
        ExecutionStatus.TimedOut => new(Key("Timed out"), Icons.TimerOff, StatusRole.Fail),
        ExecutionStatus.Aborted => new(Key("Stopped"), Icons.Block, StatusRole.Quiet),
    };

    public static StatusLook Of(DeliveryState state) => state switch
    {
        DeliveryState.Pending => s_waiting,
        DeliveryState.Delivered => new(Key("Delivered"), Icons.CheckCircle, StatusRole.Ok),
        DeliveryState.Dead => new(Key("Not delivered"), Icons.Unarchive, StatusRole.Fail, Key("Given up after too many tries; a person decides.")),
        DeliveryState.Discarded => new(Key("Discarded"), Icons.Block, StatusRole.Quiet, Key("A person gave it up for good.")),
    };

    public static StatusLook Of(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Good => new(Key("Good"), Icons.CheckCircle, StatusRole.Ok),
        CheckVerdict.Warning => new(Key("Mind this"), Icons.Warning, StatusRole.Late),
        CheckVerdict.Blocks => new(Key("Blocks"), Icons.Error, StatusRole.Fail),
    };
}
