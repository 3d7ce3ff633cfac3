using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Components.Layout.Finding;

/// <summary>Why an order is among the hits: the first reading of the text that its head bears out, in the order in which the store tries them.</summary>
internal static class MatchedOn
{
    /// <summary>In words; null for a filter, which the text itself says.</summary>
    public static string? Of(OrderHead head, string text)
    {
        if (QueryToken.Split(text).Any(token => token.Field is not null))
            return null;
        if (VoucherCode.Normalise(text) is { } code && VoucherCode.CheckIsRight(code) && !SearchTerms.Of(text).Any(term => Bears(head, term)))
            return T($"voucher ending {code[^4..]}");
        // What the head does not hold, or hides (the customer), explains the hit only when nothing else can.
        var terms = SearchTerms.Of(text);
        var hidden = terms.Where(IsHidden).ToList();
        var seen = terms.FirstOrDefault(term => Bears(head, term)) ?? (hidden.Count == 1 || hidden.TrueForAll(term => term is SearchTerm.Key { Class: KeyClasses.Email }) ? hidden.FirstOrDefault() : null);
        return seen switch
        {
            SearchTerm.Id => T("order id"),
            SearchTerm.IdStart => T("start of the order id"),
            SearchTerm.Name => T("customer's name"),
            SearchTerm.Key key => Words(key),
            _ => null,
        };
    }

    private static bool IsHidden(SearchTerm term) => term is SearchTerm.Name
        or SearchTerm.Key { Class: KeyClasses.Email or KeyClasses.Phone or KeyClasses.PhoneEnd or KeyClasses.VoucherLast4 or KeyClasses.GatewayReference };

    private static bool Bears(OrderHead head, SearchTerm term) => term switch
    {
        SearchTerm.Id id => head.Id.Value == id.OrderId,
        SearchTerm.IdStart start => head.Id.Value.StartsWith(start.Prefix, StringComparison.Ordinal),
        SearchTerm.Name name => Has(KeyNormaliser.NameWords(head.Customer.Name), name.Words),
        SearchTerm.Key { Class: KeyClasses.Execution } key => head.Route.Execution is { } execution && KeyNormaliser.Execution(execution) == key.Value,
        SearchTerm.Key key => KeyNormaliser.KeysOf(head.Customer).Concat(KeyNormaliser.KeysOf(head.Tenders)).Concat(KeyNormaliser.KeysOf(head.ExternalRefs))
            .Any(held => held.Class == key.Class && (key.Prefix ? held.Value.StartsWith(key.Value, StringComparison.Ordinal) : held.Value == key.Value)),
        _ => false,
    };

    /// <summary>Of the last word the start is enough.</summary>
    private static bool Has(IReadOnlyList<string> name, IReadOnlyList<string> words) =>
        words.Take(words.Count - 1).All(name.Contains) && name.Any(word => word.StartsWith(words[^1], StringComparison.Ordinal));

    private static string? Words(SearchTerm.Key key) => key.Class switch
    {
        KeyClasses.Email => key.Prefix ? T("start of the e-mail address") : T("e-mail address"),
        KeyClasses.Execution => T("execution"),
        KeyClasses.External => T("reference of another system"),
        KeyClasses.UserGuid => T("customer's id"),
        KeyClasses.GatewayReference => T("payment gateway's reference"),
        KeyClasses.VoucherLast4 => T($"voucher ending {key.Value}"),
        KeyClasses.CardLast4 => T($"card ending {key.Value}"),
        KeyClasses.Phone or KeyClasses.PhoneEnd => T("phone number"),
        _ => null,
    };
}
