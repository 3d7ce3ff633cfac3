using System.Collections.Frozen;
using BackOffice.Core.Orders;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>A row of an index that may be in the answer.</summary>
/// <param name="At">Its place in that index.</param>
/// <param name="Row">What the index has of the order, where it has it.</param>
internal readonly record struct Candidate(Place At, SearchRow? Row);

/// <summary>What a search asks of an order, from an index or from its head.</summary>
/// <param name="Keys">Class and value of each of its keys; see <see cref="ItemKeys.KeyName"/>.</param>
internal sealed record SearchRow(string Subject, OrderIndex Index, IReadOnlyCollection<string> Keys)
{
    /// <summary>Null for a subject that is in no list.</summary>
    public static SearchRow? Of(Item item) => HeadItem.IndexOf(item) is { } index
        ? new SearchRow(ItemKeys.SubjectOf(item.Text(Attributes.Pk)).Value, index, item.Map(Attributes.Keys).Keys.ToFrozenSet())
        : null;

    public bool Passes(OrderQuery query, IReadOnlyList<SearchTerm> terms) => query.Takes(Index) && terms.All(Holds);

    private bool Holds(SearchTerm term) => term switch
    {
        SearchTerm.Id id => Subject == "order/" + id.OrderId,
        SearchTerm.IdStart start => Subject.StartsWith("order/" + start.Prefix, StringComparison.Ordinal),
        SearchTerm.Key key => Has(key.Class, key.Value, key.Prefix),
        SearchTerm.Name name => name.Words.Select((word, i) => Has(KeyClasses.NameWord, word, prefix: i == name.Words.Count - 1)).All(has => has),
        _ => throw new InvalidOperationException($"{term.GetType().Name} is no term."),
    };

    private bool Has(string keyClass, string value, bool prefix)
    {
        var name = ItemKeys.KeyName(keyClass, value);
        return prefix ? Keys.Any(key => key.StartsWith(name, StringComparison.Ordinal)) : Keys.Contains(name);
    }
}
