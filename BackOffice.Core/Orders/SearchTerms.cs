using System.Text.RegularExpressions;

namespace BackOffice.Core.Orders;

/// <summary>One reading of what was typed into the box.</summary>
public abstract record SearchTerm
{
    /// <summary>The one order with this id.</summary>
    public sealed record Id(string OrderId) : SearchTerm;

    /// <summary>Orders whose id starts so.</summary>
    public sealed record IdStart(string Prefix) : SearchTerm;

    /// <summary>Orders that hold the key, or one that starts with it.</summary>
    public sealed record Key(string Class, string Value, bool Prefix = false) : SearchTerm;

    /// <summary>Orders whose customer's name has all the words; of the last word the start is enough.</summary>
    public sealed record Name(IReadOnlyList<string> Words) : SearchTerm
    {
        public bool Equals(Name? other) => other is not null && Words.SequenceEqual(other.Words);

        public override int GetHashCode() => Words.Count;

        public override string ToString() => "Name " + string.Join(' ', Words);
    }
}

/// <summary>What the text of the box may mean, the same for every store: the first reading that finds something is the one that is shown.</summary>
public static partial class SearchTerms
{
    /// <summary>A phone number's start has at least so many digits.</summary>
    private const int PhoneDigits = 4;

    /// <summary>Readings in the order in which they are tried; empty when the text holds nothing to look for.</summary>
    public static IReadOnlyList<SearchTerm> Of(string text)
    {
        text = text.Trim();
        if (text.Length > KeyNormaliser.MaxLength)
            text = text[..KeyNormaliser.MaxLength];
        if (OrderIdForm().IsMatch(text))
            return [new SearchTerm.Id(text.ToUpperInvariant())];
        if (text.Contains('@', StringComparison.Ordinal))
        {
            var email = KeyNormaliser.Email(text);
            return [new SearchTerm.Key(KeyClasses.Email, email), new SearchTerm.Key(KeyClasses.Email, email, Prefix: true)];
        }

        var terms = new List<SearchTerm>();
        if (SpokenIdForm().Match(text) is { Success: true } spoken)
            terms.Add(new SearchTerm.Id(string.Join('-', spoken.Groups.Values.Skip(1).Select(part => part.Value)).ToUpperInvariant()));
        if (ExecutionForm().IsMatch(text))
            terms.Add(new SearchTerm.Key(KeyClasses.Execution, KeyNormaliser.Execution(text)));
        if (IdStartForm().IsMatch(text))
            terms.Add(new SearchTerm.IdStart(text.ToUpperInvariant()));
        var reference = KeyNormaliser.Reference(text);
        if (reference.Length > 0)
        {
            terms.Add(new SearchTerm.Key(KeyClasses.External, reference));
            terms.Add(new SearchTerm.Key(KeyClasses.UserGuid, reference));
            terms.Add(new SearchTerm.Key(KeyClasses.GatewayReference, reference));
        }

        if (LastFourForm().IsMatch(text))
        {
            terms.Add(new SearchTerm.Key(KeyClasses.VoucherLast4, text.ToUpperInvariant()));
            terms.Add(new SearchTerm.Key(KeyClasses.CardLast4, text));
        }

        if (PhoneForm().IsMatch(text) && KeyNormaliser.Phone(text) is { Length: >= PhoneDigits } phone)
        {
            terms.Add(new SearchTerm.Key(KeyClasses.Phone, phone));
            terms.Add(new SearchTerm.Key(KeyClasses.Phone, phone, Prefix: true));
            terms.Add(new SearchTerm.Key(KeyClasses.PhoneEnd, KeyNormaliser.PhoneEnd(text), Prefix: true));
        }

        if (EmailStartForm().IsMatch(text))
            terms.Add(new SearchTerm.Key(KeyClasses.Email, KeyNormaliser.Email(text), Prefix: true));
        if (KeyNormaliser.NameWords(text) is { Count: > 0 } words)
            terms.Add(new SearchTerm.Name(words));
        return terms;
    }

    /// <summary>The key that a field of the query language names, or null when the text cannot be one.</summary>
    public static SearchTerm? OfField(string field, string text) => field switch
    {
        "card" => LastFourForm().IsMatch(text) && text.All(char.IsAsciiDigit) ? new SearchTerm.Key(KeyClasses.CardLast4, text) : null,
        "email" => KeyOf(KeyClasses.Email, KeyNormaliser.Email(text), prefix: !text.Contains('@', StringComparison.Ordinal) || text.EndsWith('@')),
        "name" => KeyNormaliser.NameWords(text) is { Count: > 0 } words ? new SearchTerm.Name(words) : null,
        "phone" => KeyNormaliser.PhoneEnd(text) is { Length: >= PhoneDigits } end ? new SearchTerm.Key(KeyClasses.PhoneEnd, end, Prefix: true) : null,
        "user" => KeyOf(KeyClasses.UserGuid, KeyNormaliser.Reference(text)),
        "ref" => KeyOf(KeyClasses.External, KeyNormaliser.Reference(text)),
        "gateway" => KeyOf(KeyClasses.GatewayReference, KeyNormaliser.Reference(text)),
        "execution" => KeyOf(KeyClasses.Execution, KeyNormaliser.Execution(text)),
        "same" => OrderIdForm().IsMatch(text) ? new SearchTerm.Key(KeyClasses.SameCustomer, text.ToUpperInvariant()) : null,
        "voucher" => LastFourForm().IsMatch(text) ? new SearchTerm.Key(KeyClasses.VoucherLast4, text.ToUpperInvariant()) : null,
        _ => throw new InvalidOperationException($"{field} is no key."),
    };

    private static SearchTerm.Key? KeyOf(string keyClass, string value, bool prefix = false) => value.Length == 0 ? null : new SearchTerm.Key(keyClass, value, prefix);

    [GeneratedRegex("^[a-z]{2}-[0-9a-z]{4}-[0-9a-z]{4}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OrderIdForm();

    /// <summary>An id as it is heard or written down: without its dashes, or with blanks.</summary>
    [GeneratedRegex("^([a-z]{2})[- ]?([0-9a-z]{4})[- ]?([0-9a-z]{4})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SpokenIdForm();

    /// <summary>One word with what joins the parts of an address.</summary>
    [GeneratedRegex(@"^[\w-]+[.+_][\w.+-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex EmailStartForm();

    [GeneratedRegex("^[a-z]{2}-([0-9a-z]{3}|[0-9a-z]{4}(-[0-9a-z]{0,3})?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IdStartForm();

    [GeneratedRegex("^[a-z]{2}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExecutionForm();

    [GeneratedRegex(@"^[0-9a-z]{4}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LastFourForm();

    [GeneratedRegex(@"^[+(]?[\d\s().\-/+]+$", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneForm();
}
