using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>The few kinds of request that reads are made of.</summary>
internal static class DynamoReads
{
    /// <summary>Strongly consistent; null when it is not there.</summary>
    public static async Task<Item?> GetAsync(this DynamoCalls calls, Item key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = calls.Table, Key = key, ConsistentRead = true, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL };
        var answer = await calls.SendAsync((dynamo, token) => dynamo.GetItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        return answer.Item is { Count: > 0 } item ? item : null;
    }

    public static Task PutAsync(this DynamoCalls calls, Item item, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest { TableName = calls.Table, Item = item, ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES };
        return calls.SendAsync((dynamo, token) => dynamo.PutItemAsync(request, token), cancellationToken);
    }

    /// <summary>Rows of a range in its order. A page without rows is no end: only a missing continuation is.</summary>
    /// <param name="pageSize">Rows a request; null for as many as a megabyte holds.</param>
    public static async IAsyncEnumerable<Item> RowsAsync(
        this DynamoCalls calls, KeyRange range, bool ascending, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (IsEmpty(range))
            yield break;
        var request = new QueryRequest
        {
            TableName = calls.Table,
            IndexName = range.Index?.Name,
            ConsistentRead = range.Index is null,
            KeyConditionExpression = "#h = :h AND #r BETWEEN :l AND :u",
            ExpressionAttributeNames = new() { ["#h"] = range.HashName, ["#r"] = range.RangeName },
            ExpressionAttributeValues = new() { [":h"] = Values.Of(range.Hash), [":l"] = range.Low, [":u"] = range.High },
            ScanIndexForward = ascending,
            Limit = pageSize,
            ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES,
        };
        do
        {
            var page = await calls.SendAsync((dynamo, token) => dynamo.QueryAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items ?? [])
                yield return item;
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    /// <summary>DynamoDB refuses a range whose ends are the wrong way round.</summary>
    private static bool IsEmpty(KeyRange range) => range.Low.N is null
        ? string.CompareOrdinal(range.Low.S, range.High.S) > 0
        : decimal.Parse(range.Low.N, System.Globalization.CultureInfo.InvariantCulture) > decimal.Parse(range.High.N, System.Globalization.CultureInfo.InvariantCulture);
}
