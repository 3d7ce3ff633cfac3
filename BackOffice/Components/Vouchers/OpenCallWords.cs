using BackOffice.Core.Fulfilment;

namespace BackOffice.Components.Vouchers;

/// <summary>Calls about vouchers whose outcome nobody knows, in words.</summary>
internal static class OpenCallWords
{
    /// <summary>What is not known.</summary>
    public static string Say(OpenCallKind what) => what switch
    {
        OpenCallKind.Void => T("We do not know yet whether the merchant made it void."),
        OpenCallKind.RegisterCode => T("We do not know yet whether the merchant took the new code."),
        OpenCallKind.WithdrawCode => T("We do not know yet whether the unused new code is void at the merchant."),
        OpenCallKind.Send => T("We do not know yet whether the message went out."),
    };

    /// <summary>What a wrong word would do.</summary>
    public static string Risk(OpenCallKind what) => what switch
    {
        OpenCallKind.Void => T("Ask the merchant first: a voucher that is called void, wrongly, can still be redeemed there."),
        OpenCallKind.RegisterCode => T("Ask the merchant first: a code that is called registered, wrongly, is not taken there."),
        OpenCallKind.WithdrawCode => T("Ask the merchant first: nobody has seen this code, and it should not live on."),
        OpenCallKind.Send => T("Ask the mail service first: a message that is called not sent, wrongly, may arrive twice."),
    };
}
