using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing;

/// <summary>
/// What people had done with the dead letters of a rule: a subject of its own with its audit chain, <c>deliveries/RULE</c>, so that it makes nobody's view of the
/// rule stale.
/// </summary>
internal sealed class DeliveryBook(IStore store)
{
    /// <summary>More conflicts in a row are a bug that must surface.</summary>
    private const int MaxTries = 20;

    /// <summary>Key class of what a command means to do: its id, a colon and a hash of action, selection and actor.</summary>
    private const string Meant = "delivery-act";

    private static readonly Conflict s_reused = new("command.reused", "This command id belongs to another command. Make a new one.");

    public static SubjectId SubjectOf(string rule) => new("deliveries/" + rule);

    /// <summary>True when exactly this was written here before: the same action on the same letters by the same person. Conflict <c>command.reused</c> when the id was written for anything else.</summary>
    public async Task<Result<bool>> KnowsAsync(DeadSelection letters, string action, string commandId, Actor actor, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(KeyClasses.Command, commandId, prefix: false, 1, cancellationToken).ConfigureAwait(false) is not [var subject, ..])
            return false;
        return subject == SubjectOf(letters.Rule)
            && (await store.FindAsync(Meant, MeantBy(letters, action, commandId, actor), prefix: false, 1, cancellationToken).ConfigureAwait(false)).Count > 0 ? true : s_reused;
    }

    /// <summary>Writes down what is about to be done, once. Conflict <c>command.reused</c>.</summary>
    public async Task<Result<long>> WriteAsync(
        DeadSelection letters, string action, string commandId, string reason, string note, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var subject = SubjectOf(letters.Rule);
        for (var attempt = 1; ; attempt++)
        {
            var stored = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
            // Looked up after the version was read: whoever was faster makes the commit fail.
            var known = await KnowsAsync(letters, action, commandId, actor, cancellationToken).ConfigureAwait(false);
            if (known.Error is { } reused)
                return reused;
            if (known.Value && stored is not null)
                return stored.Version;
            var head = stored is null ? null : JsonSerializer.Deserialize(stored.Json.Span, DeliveryBookJson.Default.DeliveryBookHead);
            var version = (stored?.Version ?? 0) + 1;
            var (record, audit) = AuditChain.Append(head?.Audit ?? AuditHead.None, subject, version, actor, action, now, commandId, reason, note: note);
            var committed = await store.CommitAsync(
                new ChangeSet
                {
                    Subject = subject, ExpectedVersion = version - 1, Audit = [record],
                    AddKeys = [new LookupKey(KeyClasses.Command, commandId, Unique: true), new LookupKey(Meant, MeantBy(letters, action, commandId, actor), Unique: false)],
                    Head = JsonSerializer.SerializeToUtf8Bytes(new DeliveryBookHead(version, audit), DeliveryBookJson.Default.DeliveryBookHead),
                },
                cancellationToken).ConfigureAwait(false);
            if (committed.Error is Conflict { Code: "store.key-taken" })
                return s_reused;
            if (committed.Error is not Conflict { Code: "store.version" or "store.exists" } || attempt == MaxTries)
                return committed;
        }
    }

    private static string MeantBy(DeadSelection letters, string action, string commandId, Actor actor)
    {
        var act = new DeliveryBookAct(action, letters with { Until = letters.Until?.ToUniversalTime() }, actor.Id);
        return commandId + ":" + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(act, DeliveryBookJson.Default.DeliveryBookAct)));
    }
}

internal sealed record DeliveryBookHead(long Version, AuditHead Audit);

internal sealed record DeliveryBookAct(string Action, DeadSelection Letters, string ActorId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeliveryBookHead))]
[JsonSerializable(typeof(DeliveryBookAct))]
internal sealed partial class DeliveryBookJson : JsonSerializerContext;
