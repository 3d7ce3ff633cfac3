using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>One change set as one transaction: the head first, then keys and children, then the journal entry that the folder reads.</summary>
internal sealed class CommitRequest
{
    /// <summary>Counters are folded in one transaction with their journal entry.</summary>
    private const int MostCounters = 40;

    private readonly string _table;
    private readonly ChangeSet _change;
    private readonly string _partition;
    private readonly List<TransactWriteItem> _items = [];

    private readonly long _placed;

    private CommitRequest(string table, ChangeSet change, string stamp, long placed)
    {
        (_table, _change, Stamp, _placed) = (table, change, stamp, placed);
        _partition = ItemKeys.Of(change.Subject);
    }

    /// <summary>The commit's name: its token, what the head keeps of it, and its place in the journal.</summary>
    public string Stamp { get; }

    public ChangeSet Change => _change;

    /// <summary>For each item, what its failed condition means; the head's is the first, and null.</summary>
    public List<Conflict?> Meanings { get; } = [];

    public bool HasJournal => _change.Events.Count + _change.Audit.Count + _change.Counters.Count > 0;

    /// <summary><see cref="Invalid"/> for what DynamoDB could not hold.</summary>
    /// <param name="placed">When the subject was placed, in UTC ticks; 0 for one in no list.</param>
    public static Result<CommitRequest> Of(string table, ChangeSet change, IReadOnlyList<SealedAudit> audit, string stamp, long placed)
    {
        if (Unstorable(change) is { } unstorable)
            return unstorable;
        var request = new CommitRequest(table, change, stamp, placed);
        request.AddHead();
        foreach (var key in change.RemoveKeys)
            request.RemoveKey(key);
        foreach (var key in change.AddKeys)
            request.AddKey(key);
        foreach (var child in change.Children)
            request.AddChild(child);
        foreach (var one in audit)
            request.AddAudit(one);
        if (request.HasJournal)
            request.Add(request.Put(JournalEntry.Of(change, stamp)));
        return request.TooLarge() is { } invalid ? invalid : request;
    }

    public TransactWriteItemsRequest ToRequest() => new()
    {
        TransactItems = _items, ClientRequestToken = Stamp, ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES,
    };

    private void AddHead()
    {
        var last = _change.Audit.Count > 0 ? _change.Audit[^1].Entry : null;
        if (_change.ExpectedVersion == 0)
        {
            var item = ItemKeys.Head(_change.Subject);
            item[Attributes.Version] = Values.Of(1);
            item[Attributes.Json] = Values.Of(_change.Head);
            item[Attributes.Write] = Values.Of(Stamp);
            item[Attributes.Placed] = Values.Of(0);
            item[Attributes.Keys] = Values.Of(_change.AddKeys.ToDictionary(key => ItemKeys.KeyName(key.Class, key.Value), _ => new AttributeValue { NULL = true }));
            item[Attributes.AuditNumber] = Values.Of(last?.Number ?? 0);
            item[Attributes.AuditHash] = Values.Of(last?.Hash ?? AuditHead.None.Hash);
            foreach (var (name, value) in (_change.Index is { } index ? HeadItem.Columns(_change.Subject, index) : []).Concat(HeadItem.Dues(_change.Subject, _change.Dues ?? [])))
                item[name] = value;
            Add(Put(item, "attribute_not_exists(pk)"));
            return;
        }

        var update = new UpdateText().Set(Attributes.Version, Values.Of(_change.ExpectedVersion + 1)).Set(Attributes.Json, Values.Of(_change.Head)).Set(Attributes.Write, Values.Of(Stamp));
        var condition = $"{update.Name(Attributes.Version)} = {update.Value(Values.Of(_change.ExpectedVersion))}";
        if (last is not null)
        {
            var first = _change.Audit[0].Entry;
            condition += $" AND {update.Name(Attributes.AuditNumber)} = {update.Value(Values.Of(first.Number - 1))} AND {update.Name(Attributes.AuditHash)} = {update.Value(Values.Of(first.Previous))}";
            update.Set(Attributes.AuditNumber, Values.Of(last.Number)).Set(Attributes.AuditHash, Values.Of(last.Hash));
        }

        if (_change.Index is { } changed)
        {
            HeadItem.SetColumns(update, _change.Subject, changed);
            condition += $" AND {update.Name(Attributes.Placed)} = {update.Value(Values.Of(_placed))}";
        }

        if (_change.Dues is { } dues)
            HeadItem.SetDues(update, _change.Subject, dues);
        foreach (var key in _change.AddKeys)
            update.SetIn(Attributes.Keys, ItemKeys.KeyName(key.Class, key.Value), new AttributeValue { NULL = true });
        foreach (var key in _change.RemoveKeys)
            update.RemoveIn(Attributes.Keys, ItemKeys.KeyName(key.Class, key.Value));
        Add(update.ToItem(_table, ItemKeys.Head(_change.Subject), condition));
    }

    private void AddKey(LookupKey key)
    {
        if (!key.Unique)
        {
            var item = LookupItem(key);
            item[Attributes.Subject] = Values.Of(_change.Subject.Value);
            Add(Put(item));
            return;
        }

        var unique = ItemKeys.Key(ItemKeys.UniqueKey(key.Class, key.Value), "U");
        unique[Attributes.Subject] = Values.Of(_change.Subject.Value);
        var put = Put(unique, "attribute_not_exists(pk) OR #s = :s");
        put.Put.ExpressionAttributeNames = new() { ["#s"] = Attributes.Subject };
        put.Put.ExpressionAttributeValues = new() { [":s"] = Values.Of(_change.Subject.Value) };
        Add(put, Taken(key));
    }

    private void RemoveKey(LookupKey key)
    {
        if (!key.Unique)
        {
            Add(new TransactWriteItem { Delete = new Delete { TableName = _table, Key = LookupItem(key) } });
            return;
        }

        var update = new UpdateText().Set(Attributes.Gone, Values.Of(true)).Set(Attributes.Subject, Values.Of(_change.Subject.Value));
        var condition = $"attribute_not_exists(pk) OR {update.Name(Attributes.Subject)} = {update.Value(Values.Of(_change.Subject.Value))}";
        Add(update.ToItem(_table, ItemKeys.Key(ItemKeys.UniqueKey(key.Class, key.Value), "U"), condition), Taken(key));
    }

    private void AddChild(ChildWrite child)
    {
        var item = ItemKeys.Key(_partition, ItemKeys.ChildSort(child.Kind, child.Key));
        item[Attributes.Json] = Values.Of(child.Json);
        Add(Put(item, child.MustBeNew ? "attribute_not_exists(pk)" : null), new Conflict("store.child-exists", $"{_change.Subject} has that {child.Kind} already."));
    }

    private void AddAudit(SealedAudit one)
    {
        var item = ItemKeys.Key(_partition, ItemKeys.AuditSort(one.Entry.Number));
        item[Attributes.Number] = Values.Of(one.Entry.Number);
        item[Attributes.Actor] = Values.Of(one.Entry.ActorId);
        item[Attributes.Action] = Values.Of(one.Entry.Action);
        item[Attributes.Hash] = Values.Of(one.Hash);
        item[Attributes.Entry] = Values.Of(one.EntryJson);
        item[Attributes.Detail] = Values.Of(one.DetailJson);
        Add(Put(item, "attribute_not_exists(pk)"), new Conflict("store.audit-chain", $"{_change.Subject} has an entry {one.Entry.Number} already."));
    }

    /// <summary>A key's item lies at the time its order was placed, which never changes.</summary>
    private Item LookupItem(LookupKey key)
    {
        var (partition, prefix) = ItemKeys.Lookup(key.Class, key.Value);
        return ItemKeys.Key(partition, prefix + ItemKeys.Place(_placed, _change.Subject.Value));
    }

    private TransactWriteItem Put(Item item, string? condition = null) => new()
    {
        Put = new Put { TableName = _table, Item = item, ConditionExpression = condition, ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD },
    };

    private void Add(TransactWriteItem item, Conflict? meaning = null)
    {
        _items.Add(item);
        Meanings.Add(meaning);
    }

    private static Conflict Taken(LookupKey key) => new("store.key-taken", $"The {key.Class} key belongs to another subject.");

    private static Invalid? Unstorable(ChangeSet change)
    {
        if (change.Children.Any(child => child.Kind.Contains('#', StringComparison.Ordinal)))
            return new Invalid("children", "A kind of child has no #.");
        if (change.AddKeys.Concat(change.RemoveKeys).Any(key => key.Value.Length == 0 || key.Value.Contains(ItemKeys.End, StringComparison.Ordinal) || key.Unique != KeyClasses.IsUnique(key.Class)))
            return new Invalid("keys", "A key has a value without control characters, and is unique where its class is.");
        return change.Counters.Count > MostCounters ? new Invalid("counters", $"{change.Counters.Count} counters are more than the {MostCounters} of one commit.") : null;
    }

    private Invalid? TooLarge()
    {
        var together = 0;
        foreach (var item in _items)
        {
            var attributes = item.Put?.Item ?? item.Update?.ExpressionAttributeValues ?? [];
            var key = item.Put?.Item ?? item.Update?.Key ?? item.Delete.Key;
            var size = ItemSize.Of(attributes);
            together += size;
            if (size > ItemSize.Most)
                return new Invalid("items", $"An item of {size} bytes is more than the {ItemSize.Most} that DynamoDB holds.");
            if (Encoding.UTF8.GetByteCount(key.Text(Attributes.Pk)) > ItemKeys.LongestPartition || Encoding.UTF8.GetByteCount(key.Text(Attributes.Sk)) > ItemKeys.LongestSort)
                return new Invalid("items", $"A key is longer than DynamoDB's {ItemKeys.LongestSort} bytes.");
        }

        return together > ItemSize.MostTogether ? new Invalid("items", $"{together} bytes are more than the {ItemSize.MostTogether} of one transaction.") : null;
    }
}
