namespace BackOffice.Core.Fulfilment;

/// <summary>A voucher's code in clear. It is money: show it, never keep or log it.</summary>
/// <param name="Voucher">Its id.</param>
/// <param name="Code"><c>GLT-7KQ2-M4XD-93TV-B</c>.</param>
/// <param name="Until">When a page must hide it again.</param>
public sealed record RevealedCode(string Voucher, string Code, DateTimeOffset Until)
{
    /// <summary>Without the code, so that no log line ever holds one.</summary>
    public override string ToString() => $"Code of {Voucher}, hidden";
}
