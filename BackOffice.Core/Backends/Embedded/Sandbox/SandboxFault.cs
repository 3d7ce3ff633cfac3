namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>How a gateway misbehaves on a call.</summary>
public enum SandboxFaultKind
{
    /// <summary>Behaves well.</summary>
    None,

    /// <summary>A definite no, kept under the key.</summary>
    Refused,

    /// <summary>Not executed, proved; the same key may come again.</summary>
    NotExecuted,

    /// <summary>Lost before the gateway acted: nothing took effect, nothing is answered.</summary>
    LostBefore,

    /// <summary>Took effect; the answer is lost.</summary>
    LostAfter,

    /// <summary>Took effect; the answer is lost, and look-ups do not see it for a while.</summary>
    LostLate,

    /// <summary>Took effect; a 5xx is answered, and answered again to the same key.</summary>
    ErrorAfter,

    /// <summary>Took effect; the answer cannot be read.</summary>
    GarbageAfter,

    /// <summary>Took effect; the answer takes long.</summary>
    Slow,

    /// <summary>Took effect; the callback comes before the answer, and comes twice.</summary>
    DuplicateCallback,

    /// <summary>A refund that is pending and succeeds after the late delay.</summary>
    Pending,

    /// <summary>A refund that is pending and fails after the late delay.</summary>
    PendingThenFailed,

    /// <summary>A refund that needs something of the customer, and is cancelled after the late delay because nobody does it.</summary>
    RequiresAction,

    /// <summary>A refund that succeeds, and after the late delay the money comes back.</summary>
    ReversedLater,
}

/// <param name="Kind">What happens.</param>
/// <param name="Times">
/// For how many calls of a key (NotExecuted, LostBefore), look-ups of a key (<paramref name="LookupsLost"/>), attempts (Refused) or units it holds;
/// <see cref="Always"/> for all.
/// </param>
/// <param name="Code">The refusal's or the error's code.</param>
/// <param name="Message">In plain words, without personal data.</param>
/// <param name="LookupsLost">True when look-ups of the key get no answer either.</param>
/// <param name="ByUnit">True when <paramref name="Times"/> counts units that are served before the refusals begin.</param>
public sealed record SandboxFault(
    SandboxFaultKind Kind, int Times = SandboxFault.Always, string? Code = null, string? Message = null, bool LookupsLost = false, bool ByUnit = false)
{
    public const int Always = int.MaxValue;

    public static readonly SandboxFault None = new(SandboxFaultKind.None);
}
