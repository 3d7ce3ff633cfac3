namespace BackOffice.Core.Fulfilment;

/// <summary>Vouchers by one of three things; the first that is there counts.</summary>
/// <param name="Code">A whole code.</param>
/// <param name="Last4">The last four characters of a code.</param>
/// <param name="Order">An order's id.</param>
public sealed record FindVouchers(string? Code, string? Last4, string? Order)
{
    /// <summary>Without the code, so that no log line ever holds one.</summary>
    public override string ToString() => "Vouchers by a hidden code, its end, or an order";
}
