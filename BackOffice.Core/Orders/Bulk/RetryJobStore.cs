using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Core.Orders.Bulk;

/// <summary>
/// Jobs as they are stored: a head, and some rows of orders, so that a job's beginning is one commit and its progress rewrites little. The newest ids are
/// kept in a head of their own, written before the job: an id without a job is a start that did not come to be.
/// </summary>
internal sealed class RetryJobStore(IStore store)
{
    private const int MostRows = 80;

    /// <summary>Jobs change by their runner and by a stop; more conflicts in a row are a bug that must surface.</summary>
    private const int MaxTries = 20;

    private readonly NewestIds _newest = new(store, new SubjectId("retries-recent/all"));

    public async Task<StoredJob?> ReadAsync(SubjectId subject, CancellationToken cancellationToken)
    {
        if (await store.GetWithChildrenAsync(subject, cancellationToken).ConfigureAwait(false) is not { } stored)
            return null;
        var rows = stored.Children.Where(child => child.Kind == ChildKinds.RetryChunk)
            .Select(child => new StoredChunk(child.Key, Parse(child.Json, RetryJson.Default.RetryItemArray)));
        return new StoredJob(Parse(stored.Head.Json, RetryJson.Default.RetryJob), [.. rows]);
    }

    public async Task<Result<RetryJob>> AddAsync(RetryJob job, IReadOnlyList<OrderId> orders, string? query, Actor actor, CancellationToken cancellationToken)
    {
        if (await _newest.AddAsync(job.Id, cancellationToken).ConfigureAwait(false) is { } failed)
            return failed;
        var chunks = orders.Select(order => new RetryItem(order)).Chunk((orders.Count + MostRows - 1) / MostRows)
            .Select((items, index) => new StoredChunk(index.ToString("D4", CultureInfo.InvariantCulture), items));
        return await CommitAsync(
            job, actor, AuditActions.RetriesBegun, chunks, [new Due(DueKinds.RetryJob, job.BegunAt)], job.BegunAt, job.Reason,
            FormattableString.Invariant($"{orders.Count} orders."), cancellationToken, QueryOf(query)).ConfigureAwait(false);
    }

    /// <summary>Commits what <paramref name="change"/> makes of the job as it is now; null from it leaves the job and returns it.</summary>
    public async Task<Result<RetryJob>> ChangeAsync(string jobId, Func<RetryJob, JobChange?> change, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await store.GetAsync(RetryJob.SubjectOf(jobId), cancellationToken).ConfigureAwait(false) is not { } stored)
                return NotThere(jobId);
            var job = Parse(stored.Json, RetryJson.Default.RetryJob) with { Version = stored.Version };
            if (change(job) is not { } next)
                return job;
            var committed = await CommitAsync(
                next.Job, actor, next.Action, next.Chunk is null ? [] : [next.Chunk], next.Job.IsOver ? [] : null, now, null, next.Note, cancellationToken).ConfigureAwait(false);
            if (committed.Error is not Conflict { Code: "store.version" } || attempt == MaxTries)
                return committed;
        }
    }

    public async Task<IReadOnlyList<RetryJob>> RecentAsync(CancellationToken cancellationToken)
    {
        var jobs = new List<RetryJob>();
        foreach (var id in await _newest.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await store.GetAsync(RetryJob.SubjectOf(id), cancellationToken).ConfigureAwait(false) is { } stored)
                jobs.Add(Parse(stored.Json, RetryJson.Default.RetryJob) with { Version = stored.Version });
        }

        return jobs;
    }

    /// <summary>The query may hold an e-mail, so it is in the erasable detail alone.</summary>
    private static AuditChange[] QueryOf(string? query) => query is null ? [] : [new("query", null, VoucherLookup.Shown(query))];

    public static NotFound NotThere(string jobId) => new("retries.not-found", $"There is no bulk retry {jobId}.");

    private async Task<Result<RetryJob>> CommitAsync(
        RetryJob job, Actor actor, string? action, IEnumerable<StoredChunk> chunks, IReadOnlyList<Due>? dues, DateTimeOffset now, string? reason, string? note,
        CancellationToken cancellationToken, AuditChange[]? changes = null)
    {
        var next = job with { Version = job.Version + 1 };
        var audit = new List<AuditRecord>();
        if (action is not null)
        {
            var (record, head) = AuditChain.Append(job.Audit, job.Subject, next.Version, actor, action, now, job.Id, reason, changes, note);
            audit.Add(record);
            next = next with { Audit = head };
        }

        var committed = await store.CommitAsync(
            new ChangeSet
            {
                Subject = job.Subject,
                ExpectedVersion = job.Version,
                Head = JsonSerializer.SerializeToUtf8Bytes(next, RetryJson.Default.RetryJob),
                Dues = dues,
                Children = [.. chunks.Select(chunk => new ChildWrite(ChildKinds.RetryChunk, chunk.Key, JsonSerializer.SerializeToUtf8Bytes(chunk.Items, RetryJson.Default.RetryItemArray)))],
                Audit = audit,
            },
            cancellationToken).ConfigureAwait(false);
        return committed.Map(_ => next);
    }

    private static T Parse<T>(ReadOnlyMemory<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json.Span, type) ?? throw new InvalidDataException("A bulk retry is stored empty.");
}

/// <summary>A job with its orders, in rows.</summary>
internal sealed record StoredJob(RetryJob Job, IReadOnlyList<StoredChunk> Chunks);

/// <param name="Key">4 digits.</param>
/// <param name="Items">In order.</param>
internal sealed record StoredChunk(string Key, RetryItem[] Items);

/// <param name="Job">As it shall be, with the version it was read at.</param>
/// <param name="Action">Of the audit entry; null for none.</param>
/// <param name="Note">Of the audit entry.</param>
/// <param name="Chunk">A row that changed.</param>
internal sealed record JobChange(RetryJob Job, string? Action = null, string? Note = null, StoredChunk? Chunk = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(RetryJob))]
[JsonSerializable(typeof(RetryItem[]))]
internal sealed partial class RetryJson : JsonSerializerContext;
