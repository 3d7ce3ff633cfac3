namespace BackOffice.Core.Fulfilment;

/// <summary>What a call about a voucher was to do.</summary>
public enum OpenCallKind
{
    /// <summary>Make it void at the merchant.</summary>
    Void,

    /// <summary>Register the new code of a reissue.</summary>
    RegisterCode,

    /// <summary>Make the unused new code of a reissue that failed void.</summary>
    WithdrawCode,

    /// <summary>Send it to the customer again.</summary>
    Send,
}
