using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Common;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>One round: as many of the oldest journal entries as a transaction takes get their places, and go.</summary>
internal sealed class JournalFold(DynamoCalls calls, DynamoStoreOptions options, TimeProvider clock)
{
    private readonly HashSet<string> _actions = [];

    /// <summary>When another was faster nothing happens, and the caller reads again.</summary>
    public async Task RunAsync(LogState state, IReadOnlyList<Item> entries, CancellationToken cancellationToken)
    {
        var round = new Round(calls.Table, state);
        var taken = entries.TakeWhile(round.Take).ToList();
        await KnowActionsAsync(taken, cancellationToken).ConfigureAwait(false);
        var request = new TransactWriteItemsRequest
        {
            TransactItems = round.Items(options.Owner, clock.GetUtcNow() + options.Lease),
            ClientRequestToken = Guid.NewGuid().ToString("N"),
            ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES,
        };
        try
        {
            await calls.SendAsync((dynamo, token) => dynamo.TransactWriteItemsAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (TransactionCanceledException cancelled) when (cancelled.CancellationReasons?.Exists(reason => reason.Code == "ConditionalCheckFailed") == true)
        {
            // Folded by another, or by this one with an answer that was lost.
        }
    }

    /// <summary>The words that the list of actions is made of, before any entry with a new one can be listed.</summary>
    private async Task KnowActionsAsync(List<Item> entries, CancellationToken cancellationToken)
    {
        var fresh = entries.SelectMany(entry => entry.List(Attributes.Entries)).Select(one => one.M.Text(Attributes.Action)).Where(action => !_actions.Contains(action)).Distinct().ToList();
        if (fresh.Count == 0)
            return;
        var update = new UpdateText().Add(Attributes.Value, new AttributeValue { SS = fresh });
        var request = new UpdateItemRequest
        {
            TableName = calls.Table, Key = ItemKeys.Actions, UpdateExpression = update.Text, ExpressionAttributeNames = update.Names, ExpressionAttributeValues = update.Values,
        };
        await calls.SendAsync((dynamo, token) => dynamo.UpdateItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        _actions.UnionWith(fresh);
    }

    /// <summary>What is put together for one transaction.</summary>
    private sealed class Round(string table, LogState state)
    {
        /// <summary>Bytes of outbox items in one transaction, well below DynamoDB's 4 MB.</summary>
        private const int MostBytes = 2 * 1024 * 1024;

        private readonly List<TransactWriteItem> _items = [];
        private readonly List<AttributeValue> _audit = [];
        private readonly Dictionary<string, long> _counters = [];
        private long _outbox = state.Outbox;
        private int _bytes;

        /// <summary>False when it would be more than a transaction takes: it waits for the next.</summary>
        public bool Take(Item entry)
        {
            var events = entry.List(Attributes.Events);
            var audit = entry.List(Attributes.Entries);
            var deltas = entry.Map(Attributes.Deltas);
            // The entry's removal, its events, its audit entries; then once for all: log, list of audit entries, counters.
            var more = 1 + (events.Count > 0 ? 1 : 0) + audit.Count + deltas.Keys.Count(name => !_counters.ContainsKey(name));
            var size = ItemSize.Of(entry);
            if (_items.Count > 0 && (_items.Count + _counters.Count + more + 2 > ChangeSet.MaxItems || _bytes + size > MostBytes))
                return false;
            _bytes += size;
            var key = ItemKeys.Key(entry.Text(Attributes.Pk), entry.Text(Attributes.Sk));
            _items.Add(new TransactWriteItem { Delete = new Delete { TableName = table, Key = key, ConditionExpression = "attribute_exists(pk)" } });
            if (events.Count > 0)
                AddEvents(events);
            foreach (var one in audit)
                AddEntry(entry.Text(Attributes.Subject), one.M.Number(Attributes.Number));
            foreach (var name in deltas.Keys)
                _counters[name] = _counters.GetValueOrDefault(name) + deltas.Number(name);
            return true;
        }

        public List<TransactWriteItem> Items(string owner, DateTimeOffset until)
        {
            if (_audit.Count > 0)
            {
                var log = ItemKeys.Key(ItemKeys.AuditLog, ItemKeys.Rank(state.Audit + _audit.Count));
                log[Attributes.Value] = Values.Of(state.Audit + 1);
                log[Attributes.Entries] = Values.Of(_audit);
                _items.Add(new TransactWriteItem { Put = new Put { TableName = table, Item = log } });
            }

            foreach (var (name, delta) in _counters)
                _items.Add(new UpdateText().Add(Attributes.Value, Values.Of(delta)).ToItem(table, ItemKeys.Key(ItemKeys.Counters, name)));
            var update = new UpdateText().Set(Attributes.Outbox, Values.Of(_outbox)).Set(Attributes.Audit, Values.Of(state.Audit + _audit.Count)).Set(Attributes.Value, Values.Of(state.Folds + 1))
                .Set(Attributes.Owner, Values.Of(owner)).Set(Attributes.Until, Values.Of(until.UtcTicks));
            var condition = state.Folds == 0 ? "attribute_not_exists(pk)" : $"{update.Name(Attributes.Value)} = {update.Value(Values.Of(state.Folds))}";
            _items.Add(update.ToItem(table, ItemKeys.Log, condition));
            return _items;
        }

        /// <summary>In the block of its last event: a reader begins in the block of the event that it wants, and goes on to later ones.</summary>
        private void AddEvents(List<AttributeValue> events)
        {
            var item = ItemKeys.Key(ItemKeys.OutboxOf(_outbox + events.Count), ItemKeys.Rank(_outbox + events.Count));
            item[Attributes.Value] = Values.Of(_outbox + 1);
            item[Attributes.Events] = Values.Of(events);
            _items.Add(new TransactWriteItem { Put = new Put { TableName = table, Item = item } });
            _outbox += events.Count;
        }

        /// <summary>The entry itself learns its place, and with it comes into the lists by actor and by action.</summary>
        private void AddEntry(string subject, long number)
        {
            _audit.Add(Values.Of(new Item { [Attributes.Subject] = Values.Of(subject), [Attributes.Number] = Values.Of(number) }));
            _items.Add(new UpdateText().Set(Attributes.Sequence, Values.Of(state.Audit + _audit.Count))
                .ToItem(table, ItemKeys.Key(ItemKeys.SubjectPrefix + subject, ItemKeys.AuditSort(number))));
        }
    }
}
