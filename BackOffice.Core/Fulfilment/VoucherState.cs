namespace BackOffice.Core.Fulfilment;

/// <summary>Where a voucher stands. Issued, KeptBack and Delivered follow from the order while nobody has moved the voucher itself: see <see cref="VoucherStanding"/>.</summary>
public enum VoucherState
{
    /// <summary>Made and paid for; not sent yet.</summary>
    Issued,

    /// <summary>Made, and not sent before the money is there.</summary>
    KeptBack,
    Delivered,

    /// <summary>The customer has seen the code. An agent's reveal is not this.</summary>
    Viewed,

    /// <summary>Used up at the merchant; a redemption that is reversed returns it to Viewed.</summary>
    Redeemed,

    /// <summary>Not to be redeemed for now; <see cref="Voucher.Suspensions"/> say why and <see cref="Voucher.ReturnsTo"/> where it was.</summary>
    Suspended,

    /// <summary>Dead for ever, confirmed by the issuer.</summary>
    Void,

    /// <summary>Its paid value ended by the offer's own terms; extending it returns it to where it was.</summary>
    Expired,

    /// <summary>Dead for ever, confirmed by the issuer; <see cref="Voucher.SuccessorId"/> took its place.</summary>
    Reissued,
}
