using BackOffice.Core.Access;

namespace BackOffice.Components.Orders;

/// <summary>Reasons for a look at personal data, as choices of a dialog.</summary>
public static class RevealWords
{
    public static string Of(RevealReason reason) => reason switch
    {
        RevealReason.CustomerContact => T("The customer called or wrote"),
        RevealReason.Delivery => T("A message did not arrive"),
        RevealReason.FraudCheck => T("A fraud check"),
        RevealReason.MerchantContact => T("A merchant asks about a guest"),
        RevealReason.Legal => T("An authority, or the customer's own right to their data"),
        RevealReason.Other => T("Something else"),
    };
}
