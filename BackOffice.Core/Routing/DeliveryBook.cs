using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Routing;

/// <summary>
/// What people had done with the dead letters of a rule: a subject of its own with its audit chain, <c>deliveries/RULE</c>, so that it makes nobody's view of the
/// rule stale.
/// </summary>
internal sealed class DeliveryBook(IStore store)
{
    /// <summary>More conflicts in a row are a bug that must surface.</summary>
    private const int MaxTries = 20;

    public static SubjectId SubjectOf(string rule) => new("deliveries/" + rule);

    /// <summary>True when the command was written here before.</summary>
    public async Task<bool> KnowsAsync(string rule, string commandId, CancellationToken cancellationToken) =>
        await store.FindAsync(KeyClasses.Command, commandId, prefix: false, 1, cancellationToken).ConfigureAwait(false) is [var subject, ..] && subject == SubjectOf(rule);

    /// <summary>Writes down what is about to be done. Conflict <c>command.reused</c>.</summary>
    public async Task<Result<long>> WriteAsync(string rule, string action, string commandId, string reason, string note, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var subject = SubjectOf(rule);
        for (var attempt = 1; ; attempt++)
        {
            var stored = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
            var head = stored is null ? null : JsonSerializer.Deserialize(stored.Json.Span, DeliveryBookJson.Default.DeliveryBookHead);
            var version = (stored?.Version ?? 0) + 1;
            var (record, audit) = AuditChain.Append(head?.Audit ?? AuditHead.None, subject, version, actor, action, now, commandId, reason, note: note);
            var committed = await store.CommitAsync(
                new ChangeSet
                {
                    Subject = subject, ExpectedVersion = version - 1, Audit = [record], AddKeys = [new LookupKey(KeyClasses.Command, commandId, Unique: true)],
                    Head = JsonSerializer.SerializeToUtf8Bytes(new DeliveryBookHead(version, audit), DeliveryBookJson.Default.DeliveryBookHead),
                },
                cancellationToken).ConfigureAwait(false);
            if (committed.Error is Conflict { Code: "store.key-taken" })
                return new Conflict("command.reused", "This command id belongs to another command. Make a new one.");
            if (committed.Error is not Conflict { Code: "store.version" or "store.exists" } || attempt == MaxTries)
                return committed;
        }
    }
}

internal sealed record DeliveryBookHead(long Version, AuditHead Audit);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeliveryBookHead))]
internal sealed partial class DeliveryBookJson : JsonSerializerContext;
