#if DEBUG
namespace BackOffice.Core.Common;

/// <summary>
/// Deliberate mistakes that the tests switch on to prove that they would be noticed. Debug builds alone: Release has neither this type nor a
/// line that asks it.
/// </summary>
internal static class SeededBugs
{
    /// <summary>The outcome of a call is thrown away when the lease was lost meanwhile.</summary>
    public const string OutcomeDroppedWithLease = "outcome-dropped-with-lease";

    /// <summary>A timeout is called a refusal.</summary>
    public const string UnknownIsFailed = "unknown-is-failed";

    /// <summary>Each try makes a key of its own.</summary>
    public const string KeyPerTry = "key-per-try";

    /// <summary>The store, and the workflow engine, answer before they have committed.</summary>
    public const string AcknowledgeBeforeCommit = "acknowledge-before-commit";

    /// <summary>The store, and the workflow engine, do not wait for the disk.</summary>
    public const string SynchronousOff = "synchronous-off";

    /// <summary>The engine writes its snapshot in a transaction of its own, after the events.</summary>
    public const string SnapshotApart = "snapshot-apart";

    /// <summary>The engine keeps timers in memory alone.</summary>
    public const string TimerNotStored = "timer-not-stored";

    /// <summary>A task that is handed out again after a restart gets a key of its own.</summary>
    public const string NewKeyAfterRestart = "new-key-after-restart";

    /// <summary>Event ids are counted in memory: after a restart from what the execution's row says.</summary>
    public const string EventIdFromMemory = "event-id-from-memory";

    /// <summary>The router moves its cursor in a transaction of its own, before the deliveries.</summary>
    public const string RouterCursorFirst = "router-cursor-first";

    /// <summary>The router calls an event delivered before it sends it.</summary>
    public const string DeliveredBeforeSent = "delivered-before-sent";

    /// <summary>The amount of a refund is reserved when its answer comes, not before it is sent.</summary>
    public const string RefundReservedAfterCall = "refund-reserved-after-call";

    /// <summary>A refund without an answer is called done.</summary>
    public const string UnknownIsDone = "unknown-is-done";

    /// <summary>A refund is checked against what was captured alone.</summary>
    public const string RefundLimitIsCaptured = "refund-limit-is-captured";

    /// <summary>An approval is not bound to a preview.</summary>
    public const string ApprovalOfAnything = "approval-of-anything";

    /// <summary>Who asked for a refund may approve it.</summary>
    public const string MakerApproves = "maker-approves";

    /// <summary>The money of a refund goes back before its vouchers are void.</summary>
    public const string MoneyBeforeGoods = "money-before-goods";

    /// <summary>A refund that came back stays done.</summary>
    public const string ReversalIgnored = "reversal-ignored";

    /// <summary>A repeated callback is posted again.</summary>
    public const string CallbackTwice = "callback-twice";

    /// <summary>What an agent lets run alone is not counted.</summary>
    public const string BudgetNotCounted = "budget-not-counted";

    /// <summary>A redemption is decided on what was read before, and written whatever came between.</summary>
    public const string RedeemedOnARead = "redeemed-on-a-read";

    /// <summary>The code of a voucher that was replaced redeems what took its place.</summary>
    public const string OldCodeRedeems = "old-code-redeems";

    /// <summary>Undoing an order forgets what holds the customer's money.</summary>
    public const string UnwindLeavesAuthorisation = "unwind-leaves-authorisation";

    private static readonly string? s_process = Environment.GetEnvironmentVariable("BACKOFFICE_SEEDED_BUG");
    private static readonly AsyncLocal<string?> s_here = new();

    /// <summary>Switches one on for what the caller awaits from here on; the variable BACKOFFICE_SEEDED_BUG does it for a child process.</summary>
    public static void Plant(string? bug) => s_here.Value = bug;

    public static bool Is(string bug) => (s_here.Value ?? s_process) == bug;
}
#endif
