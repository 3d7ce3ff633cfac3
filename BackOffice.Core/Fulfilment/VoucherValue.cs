namespace BackOffice.Core.Fulfilment;

/// <summary>Which of a voucher's two values.</summary>
public enum VoucherValue
{
    Promotional,
    Paid,
}
