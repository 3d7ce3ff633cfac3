namespace BackOffice.Components.Vouchers;

/// <summary>What a person can do with a voucher from its page, its card or its dialog.</summary>
public enum VoucherDeed
{
    Resend,
    Reveal,
    Reissue,
    Extend,
    Suspend,
    Release,
    Void,
    Reverse,
    Settle,
}
