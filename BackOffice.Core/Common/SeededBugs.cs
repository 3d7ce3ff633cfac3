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

    /// <summary>The store answers before it has committed.</summary>
    public const string AcknowledgeBeforeCommit = "acknowledge-before-commit";

    /// <summary>The store does not wait for the disk.</summary>
    public const string SynchronousOff = "synchronous-off";

    private static readonly string? s_process = Environment.GetEnvironmentVariable("BACKOFFICE_SEEDED_BUG");
    private static readonly AsyncLocal<string?> s_here = new();

    /// <summary>Switches one on for what the caller awaits from here on; the variable BACKOFFICE_SEEDED_BUG does it for a child process.</summary>
    public static void Plant(string? bug) => s_here.Value = bug;

    public static bool Is(string bug) => (s_here.Value ?? s_process) == bug;
}
#endif
