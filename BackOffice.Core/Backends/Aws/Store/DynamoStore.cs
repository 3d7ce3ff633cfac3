using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>
/// The order store in one DynamoDB table; see <c>docs/dynamodb.md</c> for its keys and what each access costs. Reads by key are strongly consistent; lists come
/// from indexes, which may lag, and every row of a list is checked against its head. Reads throw <see cref="StoreOutage"/> when DynamoDB does not answer.
/// </summary>
public sealed partial class DynamoStore : IStore, IAsyncDisposable
{
    private readonly DynamoStoreOptions _options;
    private readonly CommitFeed _feed;
    private readonly Lock _publishing = new();
    private readonly Stamps _stamps;
    private readonly ILogger _log;
    private readonly byte[] _cursorKey;

    private DynamoStore(DynamoCalls calls, byte[] cursorKey, CommitFeed feed, DynamoStoreOptions options, TimeProvider clock, ILogger log)
    {
        (Calls, _cursorKey, _feed, _options, _log) = (calls, cursorKey, feed, options, log);
        _stamps = new Stamps(clock);
        Journal = new Journal(calls, _stamps, options, clock);
    }

    internal DynamoCalls Calls { get; }

    internal Journal Journal { get; }

    /// <summary>Wakes who waits for outbox records, after the commit that made them.</summary>
    internal QueueSignals Signals { get; } = new();

    /// <summary>Opens a table that <see cref="DynamoSetup"/> made.</summary>
    /// <param name="client">Sends each request once: its own retries must be off. Stays the caller's.</param>
    /// <exception cref="StoreOutage">DynamoDB does not answer, or the table was not set up.</exception>
    public static async Task<DynamoStore> OpenAsync(
        IAmazonDynamoDB client, CommitFeed feed, DynamoStoreOptions options, TimeProvider clock, ILogger<DynamoStore> log, CancellationToken cancellationToken)
    {
        var calls = new DynamoCalls(client, options, clock);
        var settings = await calls.GetAsync(ItemKeys.Settings, cancellationToken).ConfigureAwait(false)
            ?? throw new StoreOutage(new Unavailable("store.table", $"The table {options.Table} was not set up. Run backend init.", Retryable: false));
        return new DynamoStore(calls, settings.Bytes(Attributes.Value), feed, options, clock, log);
    }

    /// <inheritdoc/>
    public async Task<Result<long>> CommitAsync(ChangeSet change, CancellationToken cancellationToken)
    {
        if (ChangeSetRules.Check(change) is { } invalid)
            return invalid;
        var audit = SealedAudit.Of(change.Audit);
        if (!audit.IsSuccess)
            return audit.Error;
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var placed = await PlacedAsync(change, cancellationToken).ConfigureAwait(false);
            var request = CommitRequest.Of(_options.Table, change, audit.Value, _stamps.Next(), placed);
            if (!request.IsSuccess)
                return request.Error;
            // From here on it may happen, whoever stops waiting.
            var refusal = await new CommitAttempt(Calls, request.Value).RunAsync().ConfigureAwait(false);
            if (request.Value.HasJournal)
                Journal.MarkPending();
            if (refusal is not null)
                return refusal;
        }
        catch (StoreOutage outage)
        {
            Journal.MarkPending();
            return outage.Error;
        }

        Announce(change);
        return change.ExpectedVersion + 1;
    }

    /// <inheritdoc/>
    public async Task<StoredHead?> GetAsync(SubjectId subject, CancellationToken cancellationToken) =>
        await Calls.GetAsync(ItemKeys.Head(subject), cancellationToken).ConfigureAwait(false) is { } item ? HeadOf(subject, item) : null;

    /// <inheritdoc/>
    public async Task<StoredSubject?> GetWithChildrenAsync(SubjectId subject, CancellationToken cancellationToken)
    {
        // The head first: a query does not stand still while a transaction commits, and children that are newer than their head only cost a conflict.
        if (await GetAsync(subject, cancellationToken).ConfigureAwait(false) is not { } head)
            return null;
        var children = new List<StoredChild>();
        await foreach (var item in Calls.RowsAsync(KeyRange.Items(ItemKeys.Of(subject), ItemKeys.ChildPrefix, ItemKeys.ChildPrefix + "\uffff"), ascending: true, null, cancellationToken).ConfigureAwait(false))
        {
            var (kind, key) = ItemKeys.ChildOf(item.Text(Attributes.Sk));
            children.Add(new StoredChild(kind, key, item.Bytes(Attributes.Json)));
        }

        // DynamoDB sorts kind and key together.
        return new StoredSubject(head, [.. children.OrderBy(child => child.Kind, StringComparer.Ordinal).ThenBy(child => child.Key, StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SubjectId>> FindAsync(string keyClass, string value, bool prefix, int limit, CancellationToken cancellationToken) =>
        new KeyLookup(Calls).FindAsync(keyClass, value, prefix, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<Page<OrderHead>>> SearchAsync(OrderQuery query, string? cursor, int limit, CancellationToken cancellationToken) =>
        new DynamoSearch(Calls, query, _cursorKey, _options, Unreadable).RunAsync(cursor, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueSubject>> DueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        new DueList(Calls).ReadAsync(kind, until, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRecord>> OutboxAsync(long after, int limit, CancellationToken cancellationToken) =>
        Journal.OutboxAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The cursor belongs to another list.</exception>
    public Task<Page<StoredAudit>> AuditAsync(AuditQuery query, string? cursor, int limit, CancellationToken cancellationToken) =>
        new DynamoAuditList(Calls, Journal, query, _cursorKey, _options).ReadAsync(cursor, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> CountersAsync(string prefix, CancellationToken cancellationToken) =>
        Journal.CountersAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public async Task<long> PositionAsync(string reader, CancellationToken cancellationToken) =>
        (await Calls.GetAsync(ItemKeys.Position(reader), cancellationToken).ConfigureAwait(false))?.Number(Attributes.Value) ?? 0;

    /// <inheritdoc/>
    public Task SetPositionAsync(string reader, long position, CancellationToken cancellationToken)
    {
        var item = ItemKeys.Position(reader);
        item[Attributes.Value] = Values.Of(position);
        return Calls.PutAsync(item, cancellationToken);
    }

    /// <summary>Ends the feed.</summary>
    public ValueTask DisposeAsync()
    {
        Journal.Dispose();
        _feed.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>When the subject was placed: keys lie at that time, and a change without an index does not tell it.</summary>
    private async Task<long> PlacedAsync(ChangeSet change, CancellationToken cancellationToken)
    {
        if (change.Index is { } index)
            return index.PlacedAt.UtcTicks;
        if (change.ExpectedVersion == 0 || change.AddKeys.Concat(change.RemoveKeys).All(key => key.Unique))
            return 0;
        return (await Calls.GetAsync(ItemKeys.Head(change.Subject), cancellationToken).ConfigureAwait(false))?.NumberOrNull(Attributes.Placed) ?? 0;
    }

    /// <summary>Tells the feed of this process, one commit at a time.</summary>
    private void Announce(ChangeSet change)
    {
        if (_feed.HasReaders)
        {
            lock (_publishing)
                _feed.Publish(new CommittedChange(change.Subject, change.ExpectedVersion + 1, change.Head));
        }

        foreach (var topic in change.Events.Select(e => e.Topic).Distinct())
            Signals.OfOutbox(topic).Set();
    }

    private static StoredHead HeadOf(SubjectId subject, Dictionary<string, AttributeValue> item) => new(subject, item.Number(Attributes.Version), item.Bytes(Attributes.Json));

    private void Unreadable(string subject, JsonException failure) => UnreadableHead(subject, failure);

    [LoggerMessage(1050, LogLevel.Error, "The head of {Subject} cannot be read and is left out of lists.")]
    private partial void UnreadableHead(string subject, Exception failure);
}
