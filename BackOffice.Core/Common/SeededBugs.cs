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

    private static readonly string? s_process = Environment.GetEnvironmentVariable("BACKOFFICE_SEEDED_BUG");
    private static readonly AsyncLocal<string?> s_here = new();

    /// <summary>Switches one on for what the caller awaits from here on; the variable BACKOFFICE_SEEDED_BUG does it for a child process.</summary>
    public static void Plant(string? bug) => s_here.Value = bug;

    public static bool Is(string bug) => (s_here.Value ?? s_process) == bug;
}
#endif
