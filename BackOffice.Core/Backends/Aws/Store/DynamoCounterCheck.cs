using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Aws.Store;

/// <inheritdoc cref="ICounterCheck"/>
/// <remarks>Reads every item, as an export does. There is no snapshot of a table: what was counted counts only if nothing was folded meanwhile, and is counted again otherwise.</remarks>
internal sealed class DynamoCounterCheck(DynamoStore store) : ICounterCheck
{
    private const int Tries = 5;
    private const int WritesAtOnce = 50;

    /// <exception cref="StoreOutage">Orders changed during every try.</exception>
    public async Task<CounterReport> RunAsync(bool repair, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var before = await store.Journal.StateAsync(cancellationToken).ConfigureAwait(false);
            var kept = await store.CountersAsync("", cancellationToken).ConfigureAwait(false);
            var (orders, counted) = await CountAsync(cancellationToken).ConfigureAwait(false);
            if ((await store.Journal.StateAsync(cancellationToken).ConfigureAwait(false)).Folds != before.Folds)
                continue;
            var differences = kept.Where(pair => pair.Value != 0 && !OrderCounters.IsHappening(pair.Key)).Select(pair => pair.Key)
                .Union(counted.Keys).Order(StringComparer.Ordinal)
                .Select(name => new CounterDifference(name, kept.GetValueOrDefault(name), counted.GetValueOrDefault(name)))
                .Where(difference => difference.Kept != difference.Counted).ToList();
            if (!repair || differences.Count == 0)
                return new CounterReport(orders, counted.Count, differences, Repaired: false);
            if (await WriteAsync(differences, before, cancellationToken).ConfigureAwait(false))
                return new CounterReport(orders, counted.Count, differences, Repaired: true);
        }

        throw new StoreOutage(new Unavailable("store.busy", "Orders change faster than they can be counted. Count again when fewer come in."));
    }

    private async Task<(long Orders, Dictionary<string, long> Counted)> CountAsync(CancellationToken cancellationToken)
    {
        var counted = new Dictionary<string, long>();
        var orders = 0L;
        var request = new ScanRequest
        {
            TableName = store.Calls.Table, ConsistentRead = true, FilterExpression = "sk = :h AND attribute_exists(ci)",
            ExpressionAttributeValues = new() { [":h"] = Values.Of(ItemKeys.HeadSort) },
        };
        do
        {
            var page = await store.Calls.SendAsync((dynamo, token) => dynamo.ScanAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items ?? [])
            {
                orders++;
                foreach (var name in Parse(item.Bytes(Attributes.Json)) is { } head ? OrderCounters.Of(head) : [])
                    counted[name] = counted.GetValueOrDefault(name) + 1;
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return (orders, counted);
    }

    /// <summary>False when something was folded after the counting: then it is not known any more what is right.</summary>
    private async Task<bool> WriteAsync(List<CounterDifference> differences, LogState state, CancellationToken cancellationToken)
    {
        foreach (var some in differences.Chunk(WritesAtOnce))
        {
            var request = new TransactWriteItemsRequest { TransactItems = [.. some.Select(Put)], ClientRequestToken = Guid.NewGuid().ToString("N"), ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES };
            request.TransactItems.Add(new TransactWriteItem
            {
                ConditionCheck = new ConditionCheck
                {
                    TableName = store.Calls.Table, Key = ItemKeys.Log, ConditionExpression = state.Folds == 0 ? "attribute_not_exists(pk)" : "#x = :x",
                    ExpressionAttributeNames = state.Folds == 0 ? null : new() { ["#x"] = Attributes.Value },
                    ExpressionAttributeValues = state.Folds == 0 ? null : new() { [":x"] = Values.Of(state.Folds) },
                },
            });
            try
            {
                await store.Calls.SendAsync((dynamo, token) => dynamo.TransactWriteItemsAsync(request, token), cancellationToken).ConfigureAwait(false);
            }
            catch (TransactionCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    private TransactWriteItem Put(CounterDifference difference)
    {
        var item = ItemKeys.Key(ItemKeys.Counters, difference.Name);
        item[Attributes.Value] = Values.Of(difference.Counted);
        return new TransactWriteItem { Put = new Put { TableName = store.Calls.Table, Item = item } };
    }

    private static OrderHead? Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.OrderHead);
        }
        catch (JsonException)
        {
            // A damaged head is in no list and in no count; the log names it where it is met.
            return null;
        }
    }
}
