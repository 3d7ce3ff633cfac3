using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Pipeline;

/// <summary>
/// The runs of the batch jobs, kept: a subject a job, <c>batch/fraud</c>, whose rows are a ring of the last <see cref="Kept"/> runs. Runs by the clock that
/// take nothing are one row together, so that quiet nights do not push out the busy ones.
/// </summary>
public sealed class BatchRecords(IStore store, TimeProvider clock)
{
    /// <summary>Rows of a job.</summary>
    public const int Kept = 400;

    /// <summary>What is older is not shown any more, and is overwritten as the ring goes round.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private const string RunKind = "run";
    private const int MaxTries = 20;

    public async Task<BatchHead> HeadAsync(BatchJob job, CancellationToken cancellationToken) =>
        await store.GetAsync(SubjectOf(job), cancellationToken).ConfigureAwait(false) is { } stored ? Read(stored) : new BatchHead();

    /// <summary>Newest first, at most <see cref="Kept"/>.</summary>
    public async Task<IReadOnlyList<BatchRun>> RunsAsync(BatchJob job, CancellationToken cancellationToken)
    {
        var stored = await store.GetWithChildrenAsync(SubjectOf(job), cancellationToken).ConfigureAwait(false);
        var oldest = clock.GetUtcNow() - KeptFor;
        return stored is null ? [] :
        [
            .. stored.Children.Where(child => child.Kind == RunKind).Select(child => JsonSerializer.Deserialize(child.Json.Span, BatchJson.Default.BatchRun)).OfType<BatchRun>()
                .Where(run => run.EndedAt >= oldest).OrderByDescending(run => run.EndedAt).ThenByDescending(run => run.StartedAt),
        ];
    }

    /// <summary>Keeps a run that ended; a run that somebody asked for is not asked for any more.</summary>
    public Task<Result<long>> RecordAsync(BatchJob job, BatchRun run, CancellationToken cancellationToken) => ChangeAsync(
        job,
        head =>
        {
            var joins = run.IsIdle && head.Last is { IsIdle: true };
            var kept = joins && head.Last is { } last ? last with { EndedAt = run.EndedAt, Runs = last.Runs + 1 } : run;
            var number = joins ? head.Rows : head.Rows + 1;
            var slot = ((number - 1) % Kept).ToString("D4", CultureInfo.InvariantCulture);
            return (
                head with { Rows = number, Last = kept, LastBusy = kept.Taken > 0 ? kept : head.LastBusy, Asked = head.Asked?.CommandId == run.CommandId ? null : head.Asked },
                new ChangeParts([new ChildWrite(RunKind, slot, JsonSerializer.SerializeToUtf8Bytes(kept, BatchJson.Default.BatchRun))], [], []));
        },
        cancellationToken);

    /// <summary>Writes down that somebody wants a run now, with its audit entry. Conflict <c>batch.asked</c> while another is not done.</summary>
    internal async Task<Result<bool>> AskAsync(RunBatch command, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((await store.FindAsync(KeyClasses.Command, command.CommandId, prefix: false, 1, cancellationToken).ConfigureAwait(false)).Count > 0)
            return false;
        Conflict? busy = null;
        var written = await ChangeAsync(
            command.Job,
            head =>
            {
                if (head.Asked is { } other)
                {
                    busy = new Conflict("batch.asked", $"{other.By} asked for a run already; it has not ended yet.", other.By, other.At);
                    return null;
                }

                var (record, audit) = AuditChain.Append(
                    head.Audit, SubjectOf(command.Job), head.Version + 1, actor, AuditActions.BatchRunAsked, now, command.CommandId, command.Reason);
                return (
                    head with { Asked = new BatchRequest(command.CommandId, actor.Name, now, command.Reason), Audit = audit },
                    new ChangeParts([], [new LookupKey(KeyClasses.Command, command.CommandId, Unique: true)], [record]));
            },
            cancellationToken).ConfigureAwait(false);
        return busy is not null ? busy
            : written.IsSuccess ? true
            : written.Error is Conflict { Code: "store.key-taken" } ? false
            : written.Error;
    }

    private async Task<Result<long>> ChangeAsync(BatchJob job, Func<BatchHead, (BatchHead Head, ChangeParts Parts)?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var head = await HeadAsync(job, cancellationToken).ConfigureAwait(false);
            if (change(head) is not (var next, var parts))
                return head.Version;
            var committed = await store.CommitAsync(
                new ChangeSet
                {
                    Subject = SubjectOf(job), ExpectedVersion = head.Version,
                    Head = JsonSerializer.SerializeToUtf8Bytes(next with { Version = head.Version + 1 }, BatchJson.Default.BatchHead),
                    Children = parts.Children, AddKeys = parts.Keys, Audit = parts.Audit,
                },
                cancellationToken).ConfigureAwait(false);
            if (committed.Error is not Conflict { Code: "store.version" or "store.exists" } || attempt == MaxTries)
                return committed;
        }
    }

    private static BatchHead Read(StoredHead stored) =>
        (JsonSerializer.Deserialize(stored.Json.Span, BatchJson.Default.BatchHead) ?? throw new InvalidDataException($"{stored.Subject} has an empty head.")) with { Version = stored.Version };

    private static SubjectId SubjectOf(BatchJob job) => new("batch/" + job.ToString().ToLowerInvariant());

    private readonly record struct ChangeParts(IReadOnlyList<ChildWrite> Children, IReadOnlyList<LookupKey> Keys, IReadOnlyList<AuditRecord> Audit);
}

/// <summary>A job's head.</summary>
public sealed record BatchHead
{
    public long Version { get; init; }

    /// <summary>Rows written so far; the next goes to this number modulo <see cref="BatchRecords.Kept"/>.</summary>
    public long Rows { get; init; }

    public BatchRun? Last { get; init; }

    /// <summary>The last run that took something.</summary>
    public BatchRun? LastBusy { get; init; }

    public BatchRequest? Asked { get; init; }

    public AuditHead Audit { get; init; } = AuditHead.None;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(BatchHead))]
[JsonSerializable(typeof(BatchRun))]
internal sealed partial class BatchJson : JsonSerializerContext;
