using System.Globalization;

namespace BackOffice.Core.Fulfilment;

/// <summary>Names of vouchers within their order: line and unit, and a number from the second issue on.</summary>
public static class VoucherIds
{
    /// <summary><c>01.02</c>.</summary>
    public static string Of(int line, int unit) => string.Create(CultureInfo.InvariantCulture, $"{line:D2}.{unit:D2}");

    /// <summary>Of the voucher that takes the place of this one: <c>01.02-2</c>, <c>01.02-3</c>.</summary>
    public static string After(string voucherId)
    {
        var dash = voucherId.IndexOf('-', StringComparison.Ordinal);
        var issue = dash < 0 ? 1 : int.Parse(voucherId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(dash < 0 ? voucherId : voucherId[..dash])}-{issue + 1}");
    }
}
