namespace BackOffice.Components.Vouchers;

/// <summary>What the text of the vouchers' search was read as.</summary>
public enum VoucherSearchKind
{
    Code,
    Last4,
    Order,
}
