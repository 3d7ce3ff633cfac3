using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Sends a commit, and says in the store's own words why it was refused. A refusal that only tells of its own earlier success is a success.</summary>
internal sealed class CommitAttempt(DynamoCalls calls, CommitRequest request)
{
    private const string ConditionFailed = "ConditionalCheckFailed";
    private readonly ChangeSet _change = request.Change;

    /// <summary>Null when it is stored.</summary>
    /// <exception cref="StoreOutage">Not stored, or not known to be.</exception>
    public async Task<Error?> RunAsync()
    {
        if (_change is { ExpectedVersion: 0, Audit: [{ Entry: var first }, ..] } && (first.Number != 1 || first.Previous != AuditHead.None.Hash))
            return await calls.GetAsync(ItemKeys.Head(_change.Subject), CancellationToken.None).ConfigureAwait(false) is null ? AuditBreak(null) : Exists();
        var sent = request.ToRequest();
        try
        {
            await calls.SendAsync((dynamo, token) => dynamo.TransactWriteItemsAsync(sent, token), CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (TransactionCanceledException cancelled)
        {
            return await RefusalAsync(cancelled.CancellationReasons ?? []).ConfigureAwait(false);
        }
        catch (AmazonDynamoDBException invalid) when (invalid.ErrorCode == "ValidationException")
        {
            return new Invalid("items", $"DynamoDB cannot hold this: {invalid.Message}");
        }
        catch (StoreOutage)
        {
            // It may have happened all the same.
            if (await calls.GetAsync(ItemKeys.Head(_change.Subject), CancellationToken.None).ConfigureAwait(false) is { } head && IsOurs(head))
                return null;
            throw;
        }
    }

    private async Task<Error?> RefusalAsync(List<CancellationReason> reasons)
    {
        if (reasons.Find(reason => reason.Code == "ValidationError") is { } invalid)
            return new Invalid("items", $"DynamoDB cannot hold this: {invalid.Message}");
        if (reasons.Count > 0 && reasons[0].Code == ConditionFailed)
            return await HeadRefusalAsync(reasons[0].Item is { Count: > 0 } there ? there : null).ConfigureAwait(false);
        for (var i = 1; i < reasons.Count; i++)
        {
            if (reasons[i].Code == ConditionFailed && request.Meanings[i] is { } meaning)
                return meaning;
        }

        throw new InvalidOperationException($"DynamoDB cancelled a commit for {string.Join(", ", reasons.Select(reason => reason.Code))}.");
    }

    private async Task<Error?> HeadRefusalAsync(Item? head)
    {
        if (head is null)
            return new Conflict("store.version", $"{_change.Subject} does not exist.");
        if (IsOurs(head))
            return null;
        if (_change.ExpectedVersion == 0)
            return Exists();
        if (head.Number(Attributes.Version) != _change.ExpectedVersion)
            return await VersionConflictAsync(head).ConfigureAwait(false);
        if (_change.Index is { } index && head.Number(Attributes.Placed) != index.PlacedAt.UtcTicks)
            return new Invalid("index", "When an order was placed never changes, and a subject is in lists from its first version or never.");
        return AuditBreak(head);
    }

    private bool IsOurs(Item head) => head.TextOrNull(Attributes.Write) == request.Stamp;

    private Conflict Exists() => new("store.exists", $"{_change.Subject} exists already.");

    private Conflict AuditBreak(Item? head) =>
        new("store.audit-chain", $"The audit entry does not follow number {head?.Number(Attributes.AuditNumber) ?? 0} of {_change.Subject}.");

    /// <summary>Who and when, if the newest audit entry made the version that is there.</summary>
    private async Task<Conflict> VersionConflictAsync(Item head)
    {
        var message = $"{_change.Subject} was changed meanwhile.";
        var last = ItemKeys.Key(ItemKeys.Of(_change.Subject), ItemKeys.AuditSort(head.Number(Attributes.AuditNumber)));
        if (head.Number(Attributes.AuditNumber) == 0 || await calls.GetAsync(last, CancellationToken.None).ConfigureAwait(false) is not { } item)
            return new Conflict("store.version", message);
        var newest = AuditItem.Read(item);
        return newest.Entry.SubjectVersion == head.Number(Attributes.Version)
            ? new Conflict("store.version", message, newest.Detail?.ActorName ?? newest.Entry.ActorId, newest.Entry.At)
            : new Conflict("store.version", message);
    }
}
