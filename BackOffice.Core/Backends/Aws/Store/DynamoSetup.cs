using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Makes the table, or says in what the one that is there differs. May be run again and again.</summary>
public sealed class DynamoSetup(IAmazonDynamoDB client, DynamoStoreOptions options, TimeProvider clock)
{
    private const int CursorKeyBytes = 32;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    private readonly DynamoCalls _calls = new(client, options, clock);

    /// <summary>True when it made the table, false when it was there already; <see cref="Rejected"/> <c>store.table</c> when that has another shape, which is left as it is.</summary>
    /// <exception cref="StoreOutage">DynamoDB does not answer.</exception>
    public async Task<Result<bool>> RunAsync(CancellationToken cancellationToken)
    {
        var made = false;
        try
        {
            if (await DescribeAsync(cancellationToken).ConfigureAwait(false) is null)
            {
                made = true;
                await _calls.SendAsync((dynamo, token) => dynamo.CreateTableAsync(DynamoTable.Create(options.Table), token), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (StoreOutage outage) when (outage.InnerException is ResourceInUseException)
        {
            made = false; // another run was faster
        }

        var table = await ActiveAsync(cancellationToken).ConfigureAwait(false);
        if (DynamoTable.Differences(table) is { Count: > 0 } differences)
            return new Rejected("store.table", $"The table {options.Table} has another shape. {string.Join(' ', differences)} Give Aws:Table another name, or bring it into shape.");
        await AddSettingsAsync(cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <summary>Null when the table is as the program needs it and was set up; else what is wrong, and what to do.</summary>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        if (await DescribeAsync(cancellationToken).ConfigureAwait(false) is not { } table)
            return $"There is no table {options.Table}. Run backend init.";
        if (DynamoTable.Differences(table) is { Count: > 0 } differences)
            return $"The table {options.Table} has another shape. {string.Join(' ', differences)}";
        return await _calls.GetAsync(ItemKeys.Settings, cancellationToken).ConfigureAwait(false) is null ? $"The table {options.Table} was not set up to its end. Run backend init again." : null;
    }

    /// <summary>
    /// Says whose table it is, once for ever: the queues and the workflows that belong to its orders are in one data folder. False when it is another's.
    /// </summary>
    public async Task<bool> BelongsToAsync(Guid folder, CancellationToken cancellationToken)
    {
        var update = new UpdateText();
        update.Set(Attributes.Owner, Values.Of(folder.ToString("D")));
        var request = new UpdateItemRequest
        {
            TableName = options.Table, Key = ItemKeys.Settings, UpdateExpression = update.Text, ExpressionAttributeNames = update.Names, ExpressionAttributeValues = update.Values,
            ConditionExpression = $"attribute_not_exists({update.Name(Attributes.Owner)}) OR {update.Name(Attributes.Owner)} = :0",
        };
        try
        {
            await _calls.SendAsync((dynamo, token) => dynamo.UpdateItemAsync(request, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private async Task<TableDescription?> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _calls.SendAsync((dynamo, token) => dynamo.DescribeTableAsync(options.Table, token), cancellationToken).ConfigureAwait(false)).Table;
        }
        catch (StoreOutage outage) when (outage.InnerException is ResourceNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The table once it and its indexes can be used.</summary>
    private async Task<TableDescription> ActiveAsync(CancellationToken cancellationToken)
    {
        for (var end = clock.GetUtcNow() + s_patience; ;)
        {
            if (await DescribeAsync(cancellationToken).ConfigureAwait(false) is { } table && table.TableStatus == TableStatus.ACTIVE
                && table.GlobalSecondaryIndexes?.TrueForAll(index => index.IndexStatus == IndexStatus.ACTIVE) != false)
                return table;
            if (clock.GetUtcNow() > end)
                throw new StoreOutage(new Unavailable("store.table", $"The table {options.Table} is still not active. Run backend init again later."));
            await Task.Delay(s_look, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The key that signs cursors; one that is there stays.</summary>
    private async Task AddSettingsAsync(CancellationToken cancellationToken)
    {
        var item = new Dictionary<string, AttributeValue>(ItemKeys.Settings) { [Attributes.Value] = Values.Of(RandomNumberGenerator.GetBytes(CursorKeyBytes)) };
        var request = new PutItemRequest { TableName = options.Table, Item = item, ConditionExpression = "attribute_not_exists(pk)" };
        try
        {
            await _calls.SendAsync((dynamo, token) => dynamo.PutItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // It was set up before.
        }
    }
}
