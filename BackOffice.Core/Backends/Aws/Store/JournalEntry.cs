using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Common;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>
/// What a commit leaves for the one sequence: its events, its audit entries' numbers and its counter deltas, in one item however many they are. Places in a
/// sequence cannot be given in the transactions themselves: a counter that all of them write would let one through at a time.
/// </summary>
internal static class JournalEntry
{
    public static Item Of(ChangeSet change, string stamp)
    {
        var item = ItemKeys.Key(ItemKeys.Journal(ItemKeys.ShardOf(change.Subject.Value)), stamp);
        item[Attributes.Subject] = Values.Of(change.Subject.Value);
        if (change.Events.Count > 0)
            item[Attributes.Events] = Values.Of([.. change.Events.Select(Of)]);
        if (change.Audit.Count > 0)
        {
            item[Attributes.Entries] = Values.Of(
                [.. change.Audit.Select(record => Values.Of(new Item { [Attributes.Number] = Values.Of(record.Entry.Number), [Attributes.Action] = Values.Of(record.Entry.Action) }))]);
        }

        if (change.Counters.Count > 0)
            item[Attributes.Deltas] = Values.Of(change.Counters.ToDictionary(pair => pair.Key, pair => Values.Of(pair.Value)));
        return item;
    }

    public static OutboxEvent EventOf(Item item) => new(
        item.Text("t"), item.Text("k"), item.Text("s"), item.Text("d"), item.Text("i"), HeadItem.Moment(item.Number("m")), item.Bytes("b"));

    private static AttributeValue Of(OutboxEvent e) => Values.Of(new Item
    {
        ["t"] = Values.Of(e.Topic), ["k"] = Values.Of(e.Key), ["s"] = Values.Of(e.Source), ["d"] = Values.Of(e.DetailType), ["i"] = Values.Of(e.Id),
        ["m"] = Values.Of(e.Time.UtcTicks), ["b"] = Values.Of(e.Detail),
    });
}
