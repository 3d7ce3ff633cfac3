using System.Text.RegularExpressions;

namespace BackOffice.Core.Orders.Intake;

/// <summary>
/// The patterns of <c>order.schema.json</c>, to the letter but for the end: <c>\z</c>, because .NET's <c>$</c> also matches before a line end and
/// JSON Schema's does not.
/// </summary>
internal static partial class TextRules
{
    public static readonly TextRule Slug = new(32, SlugPattern(), "must be lower-case letters, digits and hyphens, at most 32");
    public static readonly TextRule City = new(60, LinePattern(), "must be a city's name: one line of 1 to 60 characters, for example New York");
    public static readonly TextRule Locale = new(40, LocalePattern(), "must be a language tag, for example en-US");
    public static readonly TextRule Reference = new(100, ReferencePattern(), "must be 1 to 100 printable ASCII characters without spaces");
    public static readonly TextRule Key = new(200, KeyPattern(), "must be 1 to 200 printable ASCII characters without spaces");
    public static readonly TextRule UserGuid = new(64, UserGuidPattern(), "must be 1 to 64 letters, digits and . _ : -");
    public static readonly TextRule Line = new(200, LinePattern(), "must be one line of 1 to 200 characters, not blank");
    public static readonly TextRule Email = new(254, EmailPattern(), "must be an e-mail address");
    public static readonly TextRule Phone = new(33, PhonePattern(), "must be a telephone number");
    public static readonly TextRule Identifier = new(64, IdentifierPattern(), "must be 1 to 64 letters, digits and . _ : -, beginning with a letter or digit");
    public static readonly TextRule Currency = new(3, CurrencyPattern(), "must be an ISO 4217 currency, for example USD");
    public static readonly TextRule Time = new(40, TimePattern(), "must be an RFC 3339 time, for example 2026-12-31T23:59:59Z");
    public static readonly TextRule Zone = new(98, ZonePattern(), "must be an IANA time zone, for example America/New_York");
    public static readonly TextRule Token = new(128, TokenPattern(), "must be the gateway's token: 1 to 128 letters, digits and . _ -, and never a card number");
    public static readonly TextRule Last4 = new(4, Last4Pattern(), "must be 4 digits");

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SlugPattern();

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LocalePattern();

    [GeneratedRegex(@"^[\u0021-\u007E]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"^[\u0021-\u007E]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserGuidPattern();

    [GeneratedRegex(@"^[^\u0000-\u001F\u007F-\u009F]*[^\u0000-\u0020\u007F-\u00A0][^\u0000-\u001F\u007F-\u009F]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LinePattern();

    [GeneratedRegex(
        @"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"^\+?[0-9][0-9 ()./-]{3,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdentifierPattern();

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyPattern();

    [GeneratedRegex(
        @"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]{0,31}(/[A-Za-z0-9_+-]{1,32}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZonePattern();

    [GeneratedRegex(@"^(?![0-9]{12,19}\z)[A-Za-z0-9._-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"^[0-9]{4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Last4Pattern();
}
