using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Audit;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>The audit log of the table. Checking it reads everything, as an export does: the one place that scans.</summary>
public sealed class DynamoAuditTrail(DynamoStore store) : IAuditTrail
{
    private const long ItemsInAStretch = 20_000;
    private const int MostStretches = 10_000;
    private DynamoCalls Calls => store.Calls;

    /// <inheritdoc/>
    public async Task<long> LastSequenceAsync(CancellationToken cancellationToken) => (await store.Journal.StateAsync(cancellationToken).ConfigureAwait(false)).Audit;

    /// <inheritdoc/>
    /// <remarks>The hashes of the entries themselves, so that an entry that was rewritten with its chain is not what was sealed.</remarks>
    public async Task<IReadOnlyList<SequencedHash>> HashesAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await store.Journal.FoldAsync(cancellationToken).ConfigureAwait(false);
        var places = new List<(long Sequence, (string Partition, string Sort) Key)>();
        await foreach (var place in AuditLogRows.ReadAsync(Calls, after + 1, long.MaxValue, ascending: true, limit, cancellationToken).ConfigureAwait(false))
        {
            places.Add(place);
            if (places.Count >= limit)
                break;
        }

        var items = await Calls.GetManyAsync(places.Select(place => ItemKeys.Key(place.Key.Partition, place.Key.Sort)), consistent: true, cancellationToken).ConfigureAwait(false);
        var hashes = items.ToDictionary(item => (item.Text(Attributes.Pk), item.Text(Attributes.Sk)), item => item.Bytes(Attributes.Hash));
        return [.. places.Where(place => hashes.ContainsKey(place.Key)).Select(place => new SequencedHash(place.Sequence, hashes[place.Key]))];
    }

    /// <inheritdoc/>
    /// <remarks>A stretch is a segment of a scan: its number, and how many there are.</remarks>
    public async Task<IReadOnlyList<ChainStretch>> StretchesAsync(CancellationToken cancellationToken)
    {
        await store.Journal.FoldAsync(cancellationToken).ConfigureAwait(false);
        var table = await Calls.SendAsync((dynamo, token) => dynamo.DescribeTableAsync(Calls.Table, token), cancellationToken).ConfigureAwait(false);
        var count = Math.Clamp((table.Table.ItemCount ?? 0) / ItemsInAStretch, 1, MostStretches);
        return [.. Enumerable.Range(0, (int)count).Select(segment => new ChainStretch(segment, count))];
    }

    /// <inheritdoc/>
    public async Task ReadChainsAsync(ChainStretch stretch, IChainVisitor visitor, CancellationToken cancellationToken)
    {
        var subjects = new Dictionary<string, List<Item>>();
        var request = new ScanRequest
        {
            TableName = Calls.Table, ConsistentRead = true, Segment = (int)stretch.From, TotalSegments = (int)stretch.To,
            FilterExpression = "begins_with(pk, :s) AND (sk = :h OR begins_with(sk, :a))",
            ExpressionAttributeValues = new()
            {
                [":s"] = Values.Of(ItemKeys.SubjectPrefix), [":h"] = Values.Of(ItemKeys.HeadSort), [":a"] = Values.Of(ItemKeys.AuditPrefix),
            },
        };
        do
        {
            var page = await Calls.SendAsync((dynamo, token) => dynamo.ScanAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items ?? [])
                (subjects.TryGetValue(item.Text(Attributes.Pk), out var items) ? items : subjects[item.Text(Attributes.Pk)] = []).Add(item);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        foreach (var (partition, items) in subjects)
        {
            var whole = IsWhole(items) ? items : await ReadAgainAsync(partition, cancellationToken).ConfigureAwait(false);
            Visit(ItemKeys.SubjectOf(partition).Value, whole, visitor);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredCheckpoint>> CheckpointsAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<StoredCheckpoint>();
        var range = KeyRange.Items(ItemKeys.Checkpoints, ItemKeys.Rank(after + 1), ItemKeys.Rank(long.MaxValue));
        await foreach (var item in Calls.RowsAsync(range, ascending: true, limit, cancellationToken).ConfigureAwait(false))
        {
            found.Add(Checkpoint(item));
            if (found.Count >= limit)
                break;
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken)
    {
        var range = KeyRange.Items(ItemKeys.Checkpoints, ItemKeys.Rank(0), ItemKeys.Rank(long.MaxValue));
        await foreach (var item in Calls.RowsAsync(range, ascending: false, 1, cancellationToken).ConfigureAwait(false))
            return Checkpoint(item);
        return null;
    }

    /// <inheritdoc/>
    /// <exception cref="AuditDamaged">Another process sealed under that number.</exception>
    public async Task AddCheckpointAsync(long number, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        var item = ItemKeys.Key(ItemKeys.Checkpoints, ItemKeys.Rank(number));
        item[Attributes.Number] = Values.Of(number);
        item[Attributes.Value] = Values.Of(line);
        item[Attributes.Archived] = Values.Of(false);
        var request = new PutItemRequest { TableName = Calls.Table, Item = item, ConditionExpression = "attribute_not_exists(pk)" };
        try
        {
            await Calls.SendAsync((dynamo, token) => PutAsync(dynamo, request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // Ours, when the answer to an earlier try was lost.
            if (await Calls.GetAsync(ItemKeys.Key(ItemKeys.Checkpoints, ItemKeys.Rank(number)), cancellationToken).ConfigureAwait(false) is not { } there
                || !there.Bytes(Attributes.Value).AsSpan().SequenceEqual(line.Span))
                throw new AuditDamaged($"There is another checkpoint {number} already. Run verify.");
        }
    }

    /// <inheritdoc/>
    public Task MarkArchivedAsync(long number, CancellationToken cancellationToken)
    {
        var update = new UpdateText().Set(Attributes.Archived, Values.Of(true));
        var request = new UpdateItemRequest
        {
            TableName = Calls.Table, Key = ItemKeys.Key(ItemKeys.Checkpoints, ItemKeys.Rank(number)), UpdateExpression = update.Text,
            ExpressionAttributeNames = update.Names, ExpressionAttributeValues = update.Values,
        };
        return Calls.SendAsync((dynamo, token) => dynamo.UpdateItemAsync(request, token), cancellationToken);
    }

    private static Task<PutItemResponse> PutAsync(IAmazonDynamoDB dynamo, PutItemRequest request, CancellationToken cancellationToken) => dynamo.PutItemAsync(request, cancellationToken);

    private static StoredCheckpoint Checkpoint(Item item) => new(item.Number(Attributes.Number), item.Bytes(Attributes.Value), item.Flag(Attributes.Archived));

    /// <summary>False where a commit may have come between the pages that hold the subject's items.</summary>
    private static bool IsWhole(List<Item> items) =>
        items.Find(item => item.Text(Attributes.Sk) == ItemKeys.HeadSort) is { } head && head.Number(Attributes.AuditNumber) == items.Count - 1;

    /// <summary>The subject's items as they stand together: read until no commit came between, a few times at most.</summary>
    private async Task<List<Item>> ReadAgainAsync(string partition, CancellationToken cancellationToken)
    {
        const int tries = 5;
        var subject = ItemKeys.SubjectOf(partition);
        for (var attempt = 1; ; attempt++)
        {
            var before = await Calls.GetAsync(ItemKeys.Head(subject), cancellationToken).ConfigureAwait(false);
            var items = new List<Item>();
            await foreach (var item in Calls.RowsAsync(KeyRange.Items(partition, ItemKeys.AuditSort(0), ItemKeys.AuditSort(long.MaxValue)), ascending: true, null, cancellationToken).ConfigureAwait(false))
                items.Add(item);
            var after = await Calls.GetAsync(ItemKeys.Head(subject), cancellationToken).ConfigureAwait(false);
            if (after is not null)
                items.Add(after);
            if (before?.NumberOrNull(Attributes.Version) == after?.NumberOrNull(Attributes.Version) || attempt == tries)
                return items;
        }
    }

    private static void Visit(string subject, List<Item> items, IChainVisitor visitor)
    {
        var head = items.Find(item => item.Text(Attributes.Sk) == ItemKeys.HeadSort);
        visitor.Subject(head is null ? null : subject, head?.Bytes(Attributes.Json) ?? []);
        var last = 0L;
        foreach (var item in items.Where(item => !ReferenceEquals(item, head)).OrderBy(item => item.Text(Attributes.Sk), StringComparer.Ordinal))
        {
            // An entry that is not folded yet has no place; it will come after those that have.
            last = item.NumberOrNull(Attributes.Sequence) ?? last + 1;
            visitor.Entry(new StoredLink
            {
                Sequence = last,
                Number = item.NumberOrNull(Attributes.Number) ?? 0,
                Actor = Encoding.UTF8.GetBytes(item.TextOrNull(Attributes.Actor) ?? ""),
                Action = Encoding.UTF8.GetBytes(item.TextOrNull(Attributes.Action) ?? ""),
                Hash = item.Bytes(Attributes.Hash),
                Entry = item.Bytes(Attributes.Entry),
                Detail = item.Bytes(Attributes.Detail),
            });
        }
    }
}
