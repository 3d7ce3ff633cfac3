namespace BackOffice.Core.Payments.Proof;

/// <summary>How a whole check ended.</summary>
public enum MoneyCheckEnd
{
    /// <summary>Every order and both ledgers were looked at.</summary>
    Whole,

    /// <summary>A person stopped it.</summary>
    Stopped,

    /// <summary>It could not go on; the log says why.</summary>
    Failed,
}
