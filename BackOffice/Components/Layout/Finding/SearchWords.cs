using System.Text.RegularExpressions;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Components.Layout.Finding;

/// <summary>Names what somebody typed or pasted.</summary>
public static partial class SearchWords
{
    /// <summary>A whole sentence without its full stop.</summary>
    public static string Describe(string text) => text switch
    {
        _ when QueryToken.Split(text).Any(token => token.Field is not null) => T("This looks like a filter"),
        _ when VoucherCode.StartsAsCode(text) && VoucherCode.Normalise(text) is { } code => VoucherCode.CheckIsRight(code)
            ? T("This is a voucher code, check character right")
            : T("This is a voucher code, check character wrong"),
        _ when OrderIdShape().IsMatch(text) => T("This looks like an order id"),
        _ when ExecutionShape().IsMatch(text) => T("This looks like an execution"),
        _ when text.Contains('@', StringComparison.Ordinal) => T("This looks like an e-mail address"),
        _ when Guid.TryParse(text, out _) => T("This looks like a customer's id"),
        _ when IdStartShape().IsMatch(text) => T("This looks like the start of an order id"),
        _ when EndShape().IsMatch(text) => T("This may be how a voucher's code or a card ends"),
        _ when EmailStartShape().IsMatch(text) => T("This looks like the start of an e-mail address"),
        _ when PhoneShape().IsMatch(text) => T("This looks like a phone number"),
        _ => T("This looks like a name"),
    };

    [GeneratedRegex("^[A-Za-z]{2}(-[0-9A-Za-z]{4}-|(?=.*[0-9])[- ]?[0-9A-Za-z]{4}[- ]?)[0-9A-Za-z]{4}$")]
    private static partial Regex OrderIdShape();

    [GeneratedRegex("^[A-Za-z]{2}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9]+$")]
    private static partial Regex ExecutionShape();

    [GeneratedRegex("^[A-Za-z]{2}-([0-9A-Za-z]{3}|[0-9A-Za-z]{4}(-[0-9A-Za-z]{0,3})?)$")]
    private static partial Regex IdStartShape();

    [GeneratedRegex("^(?=.*[0-9])[0-9A-Za-z]{4}$")]
    private static partial Regex EndShape();

    [GeneratedRegex(@"^(?=.*[A-Za-z])[\w-]+[.+_][\w.+-]*$")]
    private static partial Regex EmailStartShape();

    [GeneratedRegex(@"^\+?[0-9][0-9 ()-]{6,}$")]
    private static partial Regex PhoneShape();
}
