using BackOffice.Core.Fulfilment;

namespace BackOffice.Components.Vouchers;

/// <summary>Vouchers in sentences.</summary>
public static class VoucherWords
{
    public static string TitleOf(VoucherDeed deed, Voucher voucher) => deed switch
    {
        VoucherDeed.Resend => T($"Send the voucher ending {voucher.CodeLast4} again?"),
        VoucherDeed.Reveal => T($"Show the code ending {voucher.CodeLast4}?"),
        VoucherDeed.Reissue => T($"Reissue the voucher ending {voucher.CodeLast4}?"),
        VoucherDeed.Extend => T($"Extend the voucher ending {voucher.CodeLast4}"),
        VoucherDeed.Suspend => T($"Suspend the voucher ending {voucher.CodeLast4}?"),
        VoucherDeed.Release => T($"Release the voucher ending {voucher.CodeLast4}?"),
        VoucherDeed.Void => T($"Void the voucher ending {voucher.CodeLast4}?"),
        VoucherDeed.Reverse => T($"Take back the redemption of {voucher.CodeLast4}?"),
        VoucherDeed.Settle => T($"Settle the late redemption of {voucher.CodeLast4}"),
    };

    /// <summary>What the deed will do, before the button.</summary>
    public static string EffectOf(VoucherDeed deed) => deed switch
    {
        VoucherDeed.Resend => T("The customer gets the code again by e-mail. Nothing else changes."),
        VoucherDeed.Reveal => T("You see the code for a minute. That you looked, and why, is in the audit log. The code is worth money: read it to the customer, never write it down."),
        VoucherDeed.Reissue => T("A new code is registered, the merchant voids the old one, and then the new one takes its place and goes to the customer. Both never count at once."),
        VoucherDeed.Extend => T("The last day counts to its end where the voucher is used. The merchant's terms set the limit."),
        VoucherDeed.Suspend => T("It cannot be redeemed until somebody releases it. The customer is not told."),
        VoucherDeed.Release => T("It can be redeemed again, as before."),
        VoucherDeed.Void => T("It is suspended at once, the merchant is asked, and when the merchant confirms it is void for ever. No money goes back by this: that is a refund."),
        VoucherDeed.Reverse => T("The voucher can be used again. Do this when the merchant says that the guest was not served."),
        VoucherDeed.Settle => T("Say what was decided about the goods and the money. The voucher itself stays as it is."),
    };

    public static string ButtonOf(VoucherDeed deed, Voucher voucher) => deed switch
    {
        VoucherDeed.Resend => T($"Send {voucher.CodeLast4} again"),
        VoucherDeed.Reveal => T($"Show the code of {voucher.CodeLast4}"),
        VoucherDeed.Reissue => T($"Reissue {voucher.CodeLast4}"),
        VoucherDeed.Extend => T($"Extend {voucher.CodeLast4}"),
        VoucherDeed.Suspend => T($"Suspend {voucher.CodeLast4}"),
        VoucherDeed.Release => T($"Release {voucher.CodeLast4}"),
        VoucherDeed.Void => T($"Void {voucher.CodeLast4}"),
        VoucherDeed.Reverse => T($"Take back the redemption of {voucher.CodeLast4}"),
        VoucherDeed.Settle => T("Settle it"),
    };

    /// <summary>The sentence that the page opens with.</summary>
    public static string Say(Voucher voucher, OrderDoubt doubt, string worth) => voucher.State switch
    {
        VoucherState.Issued when doubt.Message => T($"The voucher is paid. We do not know yet whether its message reached the customer. It is worth {worth}."),
        VoucherState.Issued => T($"The voucher is paid and not sent yet. It is worth {worth}."),
        VoucherState.KeptBack => T("The voucher is made and kept back until the money is taken."),
        VoucherState.Delivered => T($"The voucher went to the customer and was not used yet. It is worth {worth}."),
        VoucherState.Viewed => T($"The customer has seen the code and not used it yet. It is worth {worth}."),
        VoucherState.Redeemed => T("The voucher was used at the merchant."),
        VoucherState.Suspended when voucher.VoidAsked is not null => T("The voucher is being voided: the merchant was asked and has not confirmed it yet."),
        VoucherState.Suspended => T("The voucher cannot be used until it is released."),
        VoucherState.Void => T("The voucher is void."),
        VoucherState.Expired => T("The voucher has expired."),
        VoucherState.Reissued => T("The voucher is void; another one took its place."),
    };

    /// <summary>What to do, after the sentence.</summary>
    public static string Do(Voucher voucher, OrderDoubt doubt) => voucher switch
    {
        _ when voucher.Late.Any(late => late.SettledAt is null) => T("A redemption was reported too late. Decide what it means for the money, and settle it below."),
        { Pending: not null } => T("Nothing to do: we go on by ourselves when the answer comes. Do not repeat it."),
        { State: VoucherState.Issued } when doubt.Message => T("Nothing to do: we look it up by ourselves. Do not send it again before it is known."),
        { State: VoucherState.Suspended, VoidAsked: null } => T("Release it when its reason is gone."),
        _ => T("Nothing to do."),
    };
}
