using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Audit;

/// <summary>Subjects that are a chain of audit entries and nothing else: <c>system/counters</c>, <c>queue/order-notifications</c>, <c>export/…</c>.</summary>
internal sealed class SubjectLog(IStore store, TimeProvider clock)
{
    private const int MaxTries = 20;

    /// <summary>Appends an entry; false when the command's id was taken before, so that it is recorded already.</summary>
    public async Task<Result<bool>> RecordAsync(
        SubjectId subject, Actor actor, string action, string? commandId, string? reason, IReadOnlyList<AuditChange> changes, string? note, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // The key stops another subject's command of that name; this subject's own would pass.
            if (commandId is not null && (await store.FindAsync(KeyClasses.Command, commandId, prefix: false, 1, cancellationToken).ConfigureAwait(false)).Count > 0)
                return false;
            var stored = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
            var head = stored is null ? null : JsonSerializer.Deserialize(stored.Json.Span, SubjectLogJson.Default.LogHead);
            var version = (stored?.Version ?? 0) + 1;
            var (record, audit) = AuditChain.Append(head?.Audit ?? AuditHead.None, subject, version, actor, action, clock.GetUtcNow(), commandId, reason, changes, note);
            var committed = await store.CommitAsync(
                new ChangeSet
                {
                    Subject = subject, ExpectedVersion = version - 1, Audit = [record],
                    AddKeys = commandId is null ? [] : [new LookupKey(KeyClasses.Command, commandId, Unique: true)],
                    Head = JsonSerializer.SerializeToUtf8Bytes(new LogHead(version, audit), SubjectLogJson.Default.LogHead),
                },
                cancellationToken).ConfigureAwait(false);
            if (committed.IsSuccess)
                return true;
            if (committed.Error is Conflict { Code: "store.key-taken" })
                return false;
            if (committed.Error is not Conflict || attempt == MaxTries)
                return committed.Error;
        }
    }
}

internal sealed record LogHead(long Version, AuditHead Audit);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogHead))]
internal sealed partial class SubjectLogJson : JsonSerializerContext;
