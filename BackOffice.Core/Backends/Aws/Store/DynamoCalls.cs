using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>
/// Sends requests, and sends them again when DynamoDB was busy, in conflict or silent: bounded, with pauses that grow and differ. What then still fails is a
/// <see cref="StoreOutage"/>. Every request sent here must bear being carried out twice.
/// </summary>
internal sealed class DynamoCalls(IAmazonDynamoDB client, DynamoStoreOptions options, TimeProvider clock)
{
    private static readonly string[] s_busy =
    [
        "ProvisionedThroughputExceeded", "RequestLimitExceeded", "Throttling", "ThrottlingError", "ThrottlingException", "LimitExceededException", "TransactionConflict", "TransactionInProgress",
    ];

    public string Table => options.Table;

    /// <exception cref="StoreOutage">Busy or silent to the last try, or refused for good.</exception>
    /// <exception cref="TransactionCanceledException">A condition failed, or an item was not valid.</exception>
    /// <exception cref="ConditionalCheckFailedException">The same for one item.</exception>
    public async Task<T> SendAsync<T>(Func<IAmazonDynamoDB, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send(client, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsPassing(e))
            {
                if (attempt >= options.Tries)
                    throw new StoreOutage(Outage(e), e);
            }
            catch (AmazonServiceException e) when (e is not (TransactionCanceledException or ConditionalCheckFailedException) && e.ErrorCode != "ValidationException")
            {
                throw new StoreOutage(Refusal(e), e);
            }

            await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Items by key, in any order; keys that name nothing are left out.</summary>
    public async Task<List<Dictionary<string, AttributeValue>>> GetManyAsync(
        IEnumerable<Dictionary<string, AttributeValue>> keys, bool consistent, CancellationToken cancellationToken)
    {
        const int most = 100;
        var found = new List<Dictionary<string, AttributeValue>>();
        foreach (var chunk in keys.Chunk(most))
        {
            var asked = new Dictionary<string, KeysAndAttributes> { [Table] = new() { Keys = [.. chunk], ConsistentRead = consistent } };
            for (var attempt = 1; asked.Count > 0; attempt++)
            {
                var request = new BatchGetItemRequest { RequestItems = asked, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL };
                var answer = await SendAsync((dynamo, token) => dynamo.BatchGetItemAsync(request, token), cancellationToken).ConfigureAwait(false);
                if (answer.Responses?.GetValueOrDefault(Table) is { } items)
                    found.AddRange(items);
                asked = answer.UnprocessedKeys is { Count: > 0 } left ? left : [];
                if (asked.Count == 0)
                    break;
                if (attempt >= options.Tries)
                    throw new StoreOutage(new Unavailable("store.throttled", "The order store is busy and gave back only a part. Try again."));
                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }

        return found;
    }

    /// <summary>True where the same request may succeed later. A transaction with any conflict or throttle in it is not judged by its other reasons: they may be its own earlier success.</summary>
    private static bool IsPassing(Exception failure) => failure switch
    {
        TransactionCanceledException cancelled => cancelled.CancellationReasons?.Exists(reason => IsBusy(reason.Code)) == true,
        AmazonServiceException service => IsBusy(service.ErrorCode) || (int)service.StatusCode is 0 or >= 500 || service.InnerException is HttpRequestException or IOException,
        AmazonClientException or HttpRequestException or IOException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    private static bool IsBusy(string? code) => code is not null && s_busy.Any(busy => code.StartsWith(busy, StringComparison.Ordinal));

    private static Unavailable Outage(Exception failure) =>
        failure is TransactionCanceledException || (failure is AmazonServiceException service && IsBusy(service.ErrorCode))
            ? new Unavailable("store.throttled", "The order store is busy. Try again.")
            : new Unavailable("store.unreachable", "The order store does not answer. Try again.");

    private Unavailable Refusal(AmazonServiceException failure) => failure is ResourceNotFoundException
        ? new Unavailable("store.table", $"The table {Table} or one of its indexes is not there. Run backend init.", Retryable: false)
        : new Unavailable("store.refused", $"The order store refuses this program: {failure.ErrorCode}. Check its credentials and permissions.", Retryable: false);

    private Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var longest = Math.Min(options.LongestPause.Ticks, options.Pause.Ticks << Math.Min(attempt - 1, 20));
        return Task.Delay(TimeSpan.FromTicks(Random.Shared.NextInt64(longest / 2, longest + 1)), clock, cancellationToken);
    }
}
