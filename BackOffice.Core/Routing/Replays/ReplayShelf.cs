using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Routing.Replays;

/// <summary>
/// Replays as the order store keeps them: a head each. The newest ids are kept in a head of their own, written before the replay: an id without a replay is a
/// start that did not come to be.
/// </summary>
internal sealed class ReplayShelf(IStore store)
{
    /// <summary>A replay changes by its runner and by a stop; more conflicts in a row are a bug that must surface.</summary>
    private const int MaxTries = 20;

    private readonly NewestIds _newest = new(store, new SubjectId("replays-recent/all"));

    public async Task<ReplayJob?> FindAsync(SubjectId subject, CancellationToken cancellationToken) =>
        await store.GetAsync(subject, cancellationToken).ConfigureAwait(false) is { } stored ? Parse(stored.Json, ReplayJson.Default.ReplayJob) with { Version = stored.Version } : null;

    public async Task<Result<ReplayJob>> AddAsync(ReplayJob job, Actor actor, string note, CancellationToken cancellationToken) =>
        await _newest.AddAsync(job.Id, cancellationToken).ConfigureAwait(false) is { } failed
            ? failed
            : await CommitAsync(job, actor, AuditActions.ReplayBegun, [new Due(DueKinds.Replay, job.BegunAt)], job.BegunAt, job.Reason, note, cancellationToken).ConfigureAwait(false);

    /// <summary>Commits what <paramref name="change"/> makes of the replay as it is now; null from it leaves the replay and returns it.</summary>
    public async Task<Result<ReplayJob>> ChangeAsync(
        string jobId, Func<ReplayJob, (ReplayJob Job, string? Action, string? Note)?> change, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(ReplayJob.SubjectOf(jobId), cancellationToken).ConfigureAwait(false) is not { } job)
                return NotThere(jobId);
            if (change(job) is not { } next)
                return job;
            var committed = await CommitAsync(next.Job, actor, next.Action, next.Job.IsOver ? [] : null, now, null, next.Note, cancellationToken).ConfigureAwait(false);
            if (committed.Error is not Conflict { Code: "store.version" } || attempt == MaxTries)
                return committed;
        }
    }

    public async Task<IReadOnlyList<ReplayJob>> RecentAsync(CancellationToken cancellationToken)
    {
        var jobs = new List<ReplayJob>();
        foreach (var id in await _newest.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await FindAsync(ReplayJob.SubjectOf(id), cancellationToken).ConfigureAwait(false) is { } job)
                jobs.Add(job);
        }

        return jobs;
    }

    public static NotFound NotThere(string jobId) => new("replay.not-found", $"There is no replay {jobId}.");

    private async Task<Result<ReplayJob>> CommitAsync(
        ReplayJob job, Actor actor, string? action, IReadOnlyList<Due>? dues, DateTimeOffset now, string? reason, string? note, CancellationToken cancellationToken)
    {
        var next = job with { Version = job.Version + 1 };
        List<AuditRecord> audit = [];
        if (action is not null)
        {
            var (record, head) = AuditChain.Append(job.Audit, job.Subject, next.Version, actor, action, now, job.Id, reason, note: note);
            audit.Add(record);
            next = next with { Audit = head };
        }

        var committed = await store.CommitAsync(
            new ChangeSet
            {
                Subject = job.Subject, ExpectedVersion = job.Version, Head = JsonSerializer.SerializeToUtf8Bytes(next, ReplayJson.Default.ReplayJob), Dues = dues, Audit = audit,
            },
            cancellationToken).ConfigureAwait(false);
        return committed.Map(_ => next);
    }

    private static T Parse<T>(ReadOnlyMemory<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json.Span, type) ?? throw new InvalidDataException("A replay is stored empty.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(ReplayJob))]
internal sealed partial class ReplayJson : JsonSerializerContext;
