using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>
/// Gives what commits left in the journal its place in the one sequence: outbox records, the log of audit entries, counters. One folder at a time, by a lease;
/// that each entry is folded once, the transaction decides, not the lease. What this process committed is folded before it reads any of the three; behind a
/// folder of another process they may be as far back as that one's last round.
/// </summary>
internal sealed class Journal(DynamoCalls calls, Stamps stamps, DynamoStoreOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Entries read from a shard at once: more than one transaction takes.</summary>
    private const int EntriesAtOnce = 30;

    private readonly SemaphoreSlim _one = new(1);
    private readonly JournalFold _fold = new(calls, options, clock);
    private readonly QueueSignal _committed = new();

    /// <summary>1 while something may be waiting; a start does not know.</summary>
    private int _pending = 1;

    /// <summary>Completes at the next commit that leaves something to fold.</summary>
    public Task NextCommit => _committed.Next;

    /// <summary>After a commit, or one of which it is not known whether it happened.</summary>
    public void MarkPending()
    {
        Volatile.Write(ref _pending, 1);
        _committed.Set();
    }

    /// <summary>Folds what was committed before the call; what comes meanwhile waits for the next. False when another folder has the lease.</summary>
    public async Task<bool> FoldAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _pending) == 0 && _one.CurrentCount > 0)
            return true;
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Interlocked.Exchange(ref _pending, 0) == 0 || await FoldAllAsync(stamps.Next(), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Volatile.Write(ref _pending, 1);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Looks again even where this process left nothing: another that died may have.</summary>
    public Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _pending, 1);
        return FoldAsync(cancellationToken);
    }

    public async Task<LogState> StateAsync(CancellationToken cancellationToken)
    {
        await FoldAsync(cancellationToken).ConfigureAwait(false);
        return LogState.Of(await calls.GetAsync(ItemKeys.Log, cancellationToken).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<OutboxRecord>> OutboxAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<OutboxRecord>();
        var end = (await StateAsync(cancellationToken).ConfigureAwait(false)).Outbox;
        for (var from = after + 1; found.Count < limit && from <= end; from = ItemKeys.NextOutboxBlock(from))
        {
            var range = KeyRange.Items(ItemKeys.OutboxOf(from), ItemKeys.Rank(from), ItemKeys.Rank(long.MaxValue));
            await foreach (var item in calls.RowsAsync(range, ascending: true, limit, cancellationToken).ConfigureAwait(false))
            {
                var sequence = item.Number(Attributes.Value);
                foreach (var one in item.List(Attributes.Events))
                {
                    if (sequence > after && found.Count < limit)
                        found.Add(new OutboxRecord(sequence, JournalEntry.EventOf(one.M)));
                    sequence++;
                }

                if (found.Count >= limit)
                    break;
            }
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<string, long>> CountersAsync(string prefix, CancellationToken cancellationToken)
    {
        await FoldAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, long>();
        var low = prefix.Length == 0 ? "\0" : prefix;
        await foreach (var item in calls.RowsAsync(KeyRange.Items(ItemKeys.Counters, low, prefix + KeyLookup.Last), ascending: true, null, cancellationToken).ConfigureAwait(false))
            found.Add(item.Text(Attributes.Sk), item.Number(Attributes.Value));
        return found;
    }

    public void Dispose() => _one.Dispose();

    /// <param name="until">Later than every entry that must be folded: under load the journal is never empty.</param>
    private async Task<bool> FoldAllAsync(string until, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = LogState.Of(await calls.GetAsync(ItemKeys.Log, cancellationToken).ConfigureAwait(false));
            if (!state.MayBeFoldedBy(options.Owner, clock.GetUtcNow()))
            {
                Volatile.Write(ref _pending, 1);
                return false;
            }

            var entries = await EntriesAsync(cancellationToken).ConfigureAwait(false);
            if (entries.Count == 0)
                return true;
            if (string.CompareOrdinal(entries[0].Text(Attributes.Sk), until) > 0)
            {
                Volatile.Write(ref _pending, 1);
                return true;
            }

            await _fold.RunAsync(state, entries, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The oldest entries, as far as every shard was read.</summary>
    private async Task<List<Item>> EntriesAsync(CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, ItemKeys.Shards).Select(async shard =>
        {
            var entries = new List<Item>();
            var range = KeyRange.Items(ItemKeys.Journal(shard), "0", ":");
            await foreach (var entry in calls.RowsAsync(range, ascending: true, EntriesAtOnce, cancellationToken).ConfigureAwait(false))
            {
                entries.Add(entry);
                if (entries.Count == EntriesAtOnce)
                    break;
            }

            return entries;
        })).ConfigureAwait(false);
        var readTo = shards.Where(entries => entries.Count == EntriesAtOnce).Select(entries => entries[^1].Text(Attributes.Sk)).Min(StringComparer.Ordinal);
        return [.. shards.SelectMany(entries => entries).Where(entry => readTo is null || string.CompareOrdinal(entry.Text(Attributes.Sk), readTo) <= 0)
            .OrderBy(entry => entry.Text(Attributes.Sk), StringComparer.Ordinal)];
    }
}
