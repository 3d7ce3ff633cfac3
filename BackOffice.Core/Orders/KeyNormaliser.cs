using System.Globalization;
using System.Text;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>
/// The one way a value becomes a lookup key, for those who write keys and for the search that reads them. Pure; never throws, whatever the text.
/// </summary>
public static class KeyNormaliser
{
    /// <summary>The most words of a name that become keys.</summary>
    public const int MaxNameWords = 8;

    /// <summary>The most external references of an order that become keys.</summary>
    public const int MaxExternalReferences = 10;

    /// <summary>The longest value of a key, in characters; what is longer is cut.</summary>
    public const int MaxLength = 200;

    /// <summary>Trimmed, lower case. Accents stay: they are part of the address.</summary>
    public static string Email(string text) => Lower(text);

    /// <summary>Trimmed, lower case: user ids, external and gateway references, whose case people do not keep.</summary>
    public static string Reference(string text) => Lower(text);

    /// <summary>Trimmed, upper case: <c>GC-7KQ2-M4XD-1</c>.</summary>
    public static string Execution(string text) => Cut(Sound(text).Trim().ToUpperInvariant());

    /// <summary>Digits alone, any script's digits as 0 to 9; empty when there is none.</summary>
    public static string Phone(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber)
                digits.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
        }

        return Cut(digits.ToString());
    }

    /// <summary>The digits of <see cref="Phone"/> from the last to the first: what a number ends with is how this starts.</summary>
    public static string PhoneEnd(string text)
    {
        var digits = Phone(text).ToCharArray();
        Array.Reverse(digits);
        return new string(digits);
    }

    /// <summary>The words of a name: lower case, without accents, split at everything that is neither letter nor digit (an apostrophe joins). Distinct, in order, at most 8.</summary>
    public static IReadOnlyList<string> NameWords(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Sound(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                AppendPlain(word, Rune.ToLowerInvariant(rune));
            else if (!JoinsWords(rune))
                Flush();
        }

        Flush();
        return words;

        void Flush()
        {
            var value = Cut(word.ToString());
            if (value.Length > 0 && words.Count < MaxNameWords && !words.Contains(value))
                words.Add(value);
            word.Clear();
        }
    }

    /// <summary>The keys under which a customer is found: e-mail, words of the name, phone from both ends, user id.</summary>
    public static IReadOnlyList<LookupKey> KeysOf(Customer customer)
    {
        var keys = new List<LookupKey>();
        Add(keys, KeyClasses.Email, Email(customer.Email));
        foreach (var word in NameWords(customer.Name))
            Add(keys, KeyClasses.NameWord, word);
        if (customer.Phone is not null)
        {
            Add(keys, KeyClasses.Phone, Phone(customer.Phone));
            Add(keys, KeyClasses.PhoneEnd, PhoneEnd(customer.Phone));
        }

        if (customer.UserGuid is not null)
            Add(keys, KeyClasses.UserGuid, Reference(customer.UserGuid));
        return keys;
    }

    /// <summary>The last four digits of the cards that pay, each once.</summary>
    public static IReadOnlyList<LookupKey> KeysOf(IReadOnlyList<Tender> tenders) =>
        [.. tenders.Where(tender => tender is { Kind: TenderKind.Card, Last4: not null }).Select(tender => new LookupKey(KeyClasses.CardLast4, tender.Last4!)).Distinct()];

    /// <summary>The keys of external references, at most 10, each value once whatever its system.</summary>
    public static IReadOnlyList<LookupKey> KeysOf(IReadOnlyList<ExternalReference> references)
    {
        var keys = new List<LookupKey>();
        foreach (var value in references.Select(reference => Reference(reference.Value)).Distinct().Take(MaxExternalReferences))
            Add(keys, KeyClasses.External, value);
        return keys;
    }

    private static void Add(List<LookupKey> keys, string keyClass, string value)
    {
        if (value.Length > 0)
            keys.Add(new LookupKey(keyClass, value));
    }

    private static string Lower(string text) => Cut(Sound(text).Trim().ToLowerInvariant());

    private static string Cut(string text)
    {
        if (text.Length <= MaxLength)
            return text;
        return char.IsHighSurrogate(text[MaxLength - 1]) ? text[..(MaxLength - 1)] : text[..MaxLength];
    }

    /// <summary>Lone surrogates become U+FFFD: Normalize throws on them, and they cannot be stored as UTF-8.</summary>
    private static string Sound(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            sound.Append(rune.ToString());
        return sound.ToString();
    }

    /// <summary>Marks (the accents after decomposition) and apostrophes do not end a word.</summary>
    private static bool JoinsWords(Rune rune) =>
        rune.Value is '\'' or '\u2019' or '\u02BC' or '`'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    /// <summary>Letters that Unicode does not decompose, as people type them without the key for it.</summary>
    private static void AppendPlain(StringBuilder word, Rune rune) => word.Append(rune.Value switch
    {
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        _ => rune.ToString(),
    });
}
