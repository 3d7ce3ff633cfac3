namespace BackOffice.Core.Access;

/// <summary>Why somebody looks at personal data or at a code in clear; a text says the rest.</summary>
public enum RevealReason
{
    /// <summary>The customer is on the telephone or writes, and must be told apart or read something out.</summary>
    CustomerContact,

    /// <summary>A message did not arrive.</summary>
    Delivery,
    FraudCheck,

    /// <summary>A merchant asks about one of its guests.</summary>
    MerchantContact,

    /// <summary>An authority, or the customer's own right to their data.</summary>
    Legal,
    Other,
}
