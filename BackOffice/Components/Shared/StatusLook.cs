using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Workflows;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Shared;

/// <summary>How a status is shown, everywhere: one word, one icon, one role, and what it means to an agent.</summary>
/// <param name="Word">English, capitalised.</param>
/// <param name="Icon">Markup inside a 24 by 24 SVG.</param>
/// <param name="Role">Decides the colour.</param>
/// <param name="Meaning">One or two plain sentences; empty where the word says it all.</param>
public sealed record StatusLook(string Word, string Icon, StatusRole Role, string Meaning = "")
{
    /// <summary>The CSS class of the role: <c>role-late</c>.</summary>
    public string Css => "role-" + Role.ToString().ToLowerInvariant();

    private static readonly StatusLook s_notStarted = new("Not started", Icons.RadioButtonUnchecked, StatusRole.Quiet);
    private static readonly StatusLook s_unknown = new(
        "Unknown", Icons.HelpOutline, StatusRole.Unknown, "A call about money or goods had no answer. We look it up; do not repeat it.");
    private static readonly StatusLook s_held = new(
        "Held", Icons.PauseCircle, StatusRole.Wait, "Fraud review or hold; a person decides before the timer ends.");
    private static readonly StatusLook s_failed = new(
        "Failed", Icons.Error, StatusRole.Fail, "Stopped. A person decides; the page says what is open.");
    private static readonly StatusLook s_retrying = new(
        "Retrying", Icons.Replay, StatusRole.Late, "A try failed; the next one is planned.");
    private static readonly StatusLook s_running = new("Running", Icons.Autorenew, StatusRole.Run, "Working, nothing to do.");
    private static readonly StatusLook s_done = new("Done", Icons.CheckCircle, StatusRole.Ok, "Delivered.");
    private static readonly StatusLook s_undone = new("Undone", Icons.SettingsBackupRestore, StatusRole.Quiet);
    private static readonly StatusLook s_refunded = new("Refunded", Icons.Undo, StatusRole.Quiet, "Money and miles went back.");
    private static readonly StatusLook s_waiting = new("Waiting", Icons.Schedule, StatusRole.Run);

    public static readonly StatusLook DeadLetter = new("Dead letter", Icons.Unarchive, StatusRole.Fail);

    public static StatusLook Of(Headline headline) => headline switch
    {
        Headline.Unknown => s_unknown,
        Headline.Stuck => new("Stuck", Icons.HourglassBottom, StatusRole.Late, "Paid, and past the time it should have taken. Operations has it."),
        Headline.Held => s_held,
        Headline.Failed => s_failed,
        Headline.Refunding => new("Refunding", Icons.CurrencyExchange, StatusRole.Run, "A refund is under way; each leg is shown."),
        Headline.Retrying => s_retrying,
        Headline.Running => s_running,
        Headline.Queued => new("Queued", Icons.Pending, StatusRole.Run, "Waits for the next batch; its time is beside it."),
        Headline.Cancelled => new("Cancelled", Icons.Block, StatusRole.Quiet, "Closed without goods."),
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
        StepStatus.NotNeeded => new("Not needed", Icons.RemoveCircleOutline, StatusRole.Quiet),
        StepStatus.Undone => s_undone,
    };

    public static StatusLook Of(EffectState state) => state switch
    {
        EffectState.Planned => s_notStarted,
        EffectState.Sent => new("Sent", Icons.Send, StatusRole.Run, "The call went out; the answer is awaited."),
        EffectState.Succeeded => s_done,
        EffectState.Failed => s_failed,
        EffectState.Unknown => s_unknown,
        EffectState.Awaiting => new("At the gateway", Icons.HourglassTop, StatusRole.Wait, "The gateway has it and has not finished."),
        EffectState.Reversed => s_undone,
    };

    public static StatusLook Of(VoucherState state) => state switch
    {
        VoucherState.Issued => new("Issued", Icons.ConfirmationNumber, StatusRole.Ok),
        VoucherState.KeptBack => new("Kept back", Icons.Lock, StatusRole.Quiet, "Made, and not sent before the money is there."),
        VoucherState.Delivered => new("Delivered", Icons.MarkEmailRead, StatusRole.Ok),
        VoucherState.Viewed => new("Viewed", Icons.Visibility, StatusRole.Ok, "The customer has seen the code."),
        VoucherState.Redeemed => new("Redeemed", Icons.TaskAlt, StatusRole.Quiet),
        VoucherState.Suspended => new("Suspended", Icons.PanTool, StatusRole.Wait, "Cannot be redeemed until it is released; the reason stands beside it."),
        VoucherState.Void => new("Void", Icons.DoNotDisturbOn, StatusRole.Quiet),
        VoucherState.Expired => new("Expired", Icons.EventBusy, StatusRole.Quiet),
        VoucherState.Reissued => new("Reissued", Icons.SwapHoriz, StatusRole.Quiet, "Void; another voucher took its place."),
    };

    public static StatusLook Of(PaymentStatus payment) => payment switch
    {
        PaymentStatus.None => new("Not charged", Icons.RadioButtonUnchecked, StatusRole.Quiet),
        PaymentStatus.Authorised => new("Authorised", Icons.Schedule, StatusRole.Run, "Reserved on the card, not taken yet."),
        PaymentStatus.PartlyCaptured => new("Partly captured", Icons.Schedule, StatusRole.Run),
        PaymentStatus.Captured => new("Captured", Icons.CheckCircle, StatusRole.Ok, "The money was taken."),
        PaymentStatus.PartlyRefunded => new("Partly refunded", Icons.Undo, StatusRole.Quiet),
        PaymentStatus.Refunded => s_refunded,
        PaymentStatus.ChargedBack => new("Charged back", Icons.Error, StatusRole.Fail),
        PaymentStatus.Overpaid => new("Overpaid", Icons.Error, StatusRole.Fail),
    };

    public static StatusLook Of(FulfilmentStatus fulfilment) => fulfilment switch
    {
        FulfilmentStatus.NotStarted => s_notStarted,
        FulfilmentStatus.Partial => new("In part", Icons.Schedule, StatusRole.Run),
        FulfilmentStatus.Done => new("Made", Icons.ConfirmationNumber, StatusRole.Ok, "Every voucher is made; whether it was sent stands beside it."),
        FulfilmentStatus.Reversed => s_undone,
    };

    public static StatusLook Of(FraudStatus fraud) => fraud switch
    {
        FraudStatus.Pending => s_notStarted,
        FraudStatus.Passed => new("Passed", Icons.CheckCircle, StatusRole.Ok),
        FraudStatus.Held => s_held,
        FraudStatus.Rejected => new("Rejected", Icons.Block, StatusRole.Fail),
    };

    public static StatusLook Of(ExecutionStatus execution) => execution switch
    {
        ExecutionStatus.Running => s_running,
        ExecutionStatus.Succeeded => s_done,
        ExecutionStatus.Failed => s_failed,
        ExecutionStatus.TimedOut => new("Timed out", Icons.TimerOff, StatusRole.Fail),
        ExecutionStatus.Aborted => new("Stopped", Icons.Block, StatusRole.Quiet),
    };

    public static StatusLook Of(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Good => new("Good", Icons.CheckCircle, StatusRole.Ok),
        CheckVerdict.Warning => new("Mind this", Icons.Warning, StatusRole.Late),
        CheckVerdict.Blocks => new("Blocks", Icons.Error, StatusRole.Fail),
    };
}
