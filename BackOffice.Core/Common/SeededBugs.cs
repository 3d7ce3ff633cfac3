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

    /// <summary>One of the names above, or null; the variable BACKOFFICE_SEEDED_BUG sets it for a child process.</summary>
    public static volatile string? Active = Environment.GetEnvironmentVariable("BACKOFFICE_SEEDED_BUG");

    public static bool Is(string bug) => Active == bug;
}
#endif
