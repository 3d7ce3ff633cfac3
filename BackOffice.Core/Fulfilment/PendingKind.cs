namespace BackOffice.Core.Fulfilment;

/// <summary>What a command that is not finished is to bring about.</summary>
public enum PendingKind
{
    Void,
    Reissue,
    Resend,

    /// <summary>A reissue failed after its new code was registered: that code, which nobody has seen, is made worthless at the issuer.</summary>
    Withdraw,
}
