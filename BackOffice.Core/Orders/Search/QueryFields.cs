using System.Collections.Frozen;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Orders.Search;

/// <summary>What a field's values are.</summary>
public enum QueryKind
{
    /// <summary>One of the words of <see cref="QueryField.Words"/>.</summary>
    Word,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>A number of major units, or a range of them.</summary>
    Amount,

    /// <summary>A date, a moment or an age, or a range of them.</summary>
    Time,

    /// <summary>A look-up key of the order.</summary>
    Key,
}

/// <summary>A field of the query language.</summary>
/// <param name="Name">As it is written; the canonical one of its aliases.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Hint">For completion and help: what it finds, and an example.</param>
/// <param name="Words">Every value there is, for <see cref="QueryKind.Word"/>; the usual ones, for <see cref="QueryKind.Text"/>.</param>
public sealed record QueryField(string Name, QueryKind Kind, Sentence Hint, IReadOnlyList<string> Words)
{
    /// <summary>True when <c>-name:value</c> means something.</summary>
    public bool CanBeNegated => Kind is QueryKind.Word or QueryKind.Text && Name != QueryFields.Sort;
}

/// <summary>The table of fields: parser, completion, help page and documentation read it, and nothing else knows a field.</summary>
public static class QueryFields
{
    public const string Status = "status";
    public const string Path = "path";
    public const string Step = "step";
    public const string Error = "error";
    public const string City = "city";
    public const string Variant = "variant";
    public const string Currency = "currency";
    public const string Amount = "amount";
    public const string Placed = "placed";
    public const string Changed = "changed";
    public const string Same = "same";
    public const string Sort = "sort";

    /// <summary>The word of <see cref="Status"/> for everything that waits for somebody.</summary>
    public const string Person = "person";

    /// <summary>The word of <see cref="Status"/> for everything that is not closed.</summary>
    public const string Open = "open";

    /// <summary>Headlines that only a person can move.</summary>
    public static readonly IReadOnlyList<Headline> NeedPerson = [Headline.Unknown, Headline.Stuck, Headline.Held, Headline.Failed];

    /// <summary>In the order in which help and completion show them.</summary>
    public static readonly IReadOnlyList<QueryField> All =
    [
        new(Status, QueryKind.Word, "The headline: failed; person is all that waits for somebody, open all that is not closed", [.. Enum.GetNames<Headline>().Select(Lower), Person, Open]),
        new(Path, QueryKind.Word, "How it is processed: instant or batch", [.. Enum.GetNames<OrderPath>().Select(Lower)]),
        new(Step, QueryKind.Word, "The step it stands or failed in", StepNames.All),
        new(Error, QueryKind.Text, "The code of the last error", ErrorCodes.All),
        new(City, QueryKind.Text, "The city of its first line: city:\"New York\"", []),
        new(Variant, QueryKind.Word, "The variant of instant processing: on or off", ["on", "off"]),
        new(Currency, QueryKind.Text, "ISO code, or MILES", ["USD", "BRL", "EUR", Money.Miles]),
        new(Amount, QueryKind.Amount, "129 is 129 and some cents; 129.00, >=100, 100..200", []),
        new(Placed, QueryKind.Time, "today, yesterday, 2026-11-20, <7d (younger), >7d (older), 2026-11-01..2026-11-15", ["today", "yesterday", "<1h", "<24h", "<7d", ">7d", "<30d"]),
        new(Changed, QueryKind.Time, "When it changed last; as placed", ["today", "<1h", "<24h", "<7d"]),
        new("card", QueryKind.Key, "The last four digits of a card", []),
        new("email", QueryKind.Key, "E-mail address, or its start", []),
        new("name", QueryKind.Key, "Words of the customer's name", []),
        new("phone", QueryKind.Key, "Phone number, its start or its last digits", []),
        new("user", QueryKind.Key, "The brand's user id or member number", []),
        new("ref", QueryKind.Key, "A reference of another system", []),
        new("gateway", QueryKind.Key, "The payment gateway's reference", []),
        new("execution", QueryKind.Key, "The name of a workflow execution", []),
        new("voucher", QueryKind.Key, "The last four characters of a voucher's code", []),
        new(Same, QueryKind.Key, "All orders of the customer of an order: same:GC-7KQ2-M4XD", []),
        new(Sort, QueryKind.Word, "placed (newest first), oldest, changed, amount", [.. Enum.GetNames<OrderSort>().Select(Lower)]),
    ];

    private static readonly FrozenDictionary<string, QueryField> s_byName = All.ToFrozenDictionary(field => field.Name);

    private static readonly FrozenDictionary<string, string> s_aliases = new Dictionary<string, string>
    {
        ["headline"] = Status, ["is"] = Status, ["mail"] = "email", ["e-mail"] = "email", ["customer"] = "name", ["tel"] = "phone", ["code"] = Error,
        ["created"] = Placed, ["updated"] = Changed, ["total"] = Amount, ["last4"] = "card", ["reference"] = "ref",
    }.ToFrozenDictionary();

    /// <summary>The field of that name or alias, or null.</summary>
    public static QueryField? Find(string name) => s_byName.GetValueOrDefault(s_aliases.GetValueOrDefault(name, name));

    private static string Lower(string name) => name.ToLowerInvariant();
}
