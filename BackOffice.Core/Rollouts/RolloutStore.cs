using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Rollouts;

/// <summary>Reads and sets the policy; every node reads it from memory, the one that writes swaps it at once.</summary>
public sealed class RolloutStore(IStore store, RolloutPolicies policies, TimeProvider clock) : IRollouts
{
    internal const string DialField = "dial";
    internal const string KillField = "instant processing";
    internal const string AllowField = "allow list";
    internal const string DenyField = "deny list";
    private const int MaxList = 5_000;
    private const int PageOfOrders = 200;

    /// <summary>Reads the stored policy into memory; a flag nobody has set yet is off for everybody.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(RolloutPolicy.CityOrdersInstantProcessing, cancellationToken).ConfigureAwait(false) is { } policy)
            policies.Replace(policy);
    }

    public async Task<Result<RolloutPolicy>> GetAsync(string flag, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RolloutRead) is { } forbidden)
            return forbidden;
        if (flag != RolloutPolicy.CityOrdersInstantProcessing)
            return new NotFound("rollout.not-found", $"There is no flag {flag}.");
        return await ReadAsync(flag, cancellationToken).ConfigureAwait(false) ?? policies.Current;
    }

    public async Task<Result<Page<RolloutChange>>> HistoryAsync(
        string flag, string? cursor, int limit, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RolloutRead) is { } forbidden)
            return forbidden;
        var page = await store.AuditAsync(
            new AuditQuery { Subject = RolloutPolicy.SubjectOf(flag).Value }, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);
        return new Page<RolloutChange>([.. page.Items.Select(ToChange)], page.Next);
    }

    public async Task<Result<RolloutWindow>> RecentAsync(string flag, Actor actor, CancellationToken cancellationToken)
    {
        if ((actor.Lacks(Permission.RolloutRead) ?? actor.Lacks(Permission.OrdersRead)) is { } forbidden)
            return forbidden;
        var found = new List<RolloutSubject>();
        string? cursor = null;
        do
        {
            var page = await store.SearchAsync(new Orders.OrderQuery { Reader = actor.Id }, cursor, PageOfOrders, cancellationToken).ConfigureAwait(false);
            if (!page.IsSuccess)
                return page.Error;
            found.AddRange(page.Value.Items.Where(order => !order.History).Select(order => RolloutSubject.Of(order, flag)));
            cursor = page.Value.Next;
        }
        while (cursor is not null && found.Count < RolloutWindow.Most);
        return new RolloutWindow([.. found.Take(RolloutWindow.Most)]);
    }

    public async Task<Result<RolloutPolicy>> AtAsync(string flag, long version, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RolloutRead) is { } forbidden)
            return forbidden;
        var current = await ReadAsync(flag, cancellationToken).ConfigureAwait(false);
        if (current is null || version < 0 || version > current.Version)
            return new NotFound("rollout.version-not-found", $"There is no policy {version} of {flag}.");
        var later = new List<StoredAudit>();
        string? cursor = null;
        do
        {
            var page = await store.AuditAsync(new AuditQuery { Subject = RolloutPolicy.SubjectOf(flag).Value }, cursor, 200, cancellationToken).ConfigureAwait(false);
            later.AddRange(page.Items.Where(stored => stored.Entry.SubjectVersion > version && stored.Entry.SubjectVersion <= current.Version));
            cursor = page.Items.Count > 0 && page.Items[^1].Entry.SubjectVersion > version ? page.Next : null;
        }
        while (cursor is not null);
        return RolloutPast.Before(current, later);
    }

    public async Task<Result<RolloutPolicy>> SetAsync(SetRollout command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RolloutSet) is { } forbidden)
            return forbidden;
        if (Check(command) is { } invalid)
            return invalid;
        var known = await ReadAsync(command.Flag, cancellationToken).ConfigureAwait(false);
        var before = known ?? new RolloutPolicy { Flag = command.Flag, Version = 0 };
        if (await DoneBeforeAsync(command, cancellationToken).ConfigureAwait(false))
            return before;
        if (before.Version != command.ExpectedVersion)
            return Stale(before);
        var now = clock.GetUtcNow();
        var changes = Difference(before, command);
        var after = before with
        {
            Version = before.Version + 1,
            Dial = command.Dial ?? before.Dial,
            Killed = command.Killed ?? before.Killed,
            CityDials = command.CityDials ?? before.CityDials,
            Allow = command.Allow ?? before.Allow,
            Deny = command.Deny ?? before.Deny,
            ChangedAt = now,
            ChangedBy = actor.Name,
        };
        if (changes.Count == 0)
            return new Invalid("dial", "Nothing would change.");
        var subject = RolloutPolicy.SubjectOf(command.Flag);
        var (record, head) = AuditChain.Append(
            before.Audit, subject, after.Version, actor, AuditActions.RolloutChanged, now, command.CommandId, command.Reason, changes);
        after = after with { Audit = head };
        var committed = await store.CommitAsync(
            new ChangeSet
            {
                Subject = subject,
                ExpectedVersion = before.Version,
                Head = JsonSerializer.SerializeToUtf8Bytes(after, RolloutJson.Default.RolloutPolicy),
                AddKeys = [new LookupKey(Orders.KeyClasses.Command, command.CommandId, Unique: true)],
                Audit = [record],
                Events =
                [
                    new OutboxEvent(
                        Topics.DomainEvents, command.Flag, "backoffice.rollouts", "Rollout Changed", Guid.CreateVersion7().ToString(), now,
                        JsonSerializer.SerializeToUtf8Bytes(new RolloutChanged(command.Flag, after.Version, after.Dial, after.Killed), RolloutJson.Default.RolloutChanged)),
                ],
            },
            cancellationToken).ConfigureAwait(false);
        if (committed.IsSuccess)
        {
            policies.Replace(after);
            return after;
        }

        return committed.Error is Conflict && await ReadAsync(command.Flag, cancellationToken).ConfigureAwait(false) is { } current
            ? await DoneBeforeAsync(command, cancellationToken).ConfigureAwait(false) ? current : Stale(current)
            : committed.Error;
    }

    private async Task<bool> DoneBeforeAsync(SetRollout command, CancellationToken cancellationToken) =>
        (await store.FindAsync(Orders.KeyClasses.Command, command.CommandId, prefix: false, 1, cancellationToken).ConfigureAwait(false)).Count > 0;

    private async Task<RolloutPolicy?> ReadAsync(string flag, CancellationToken cancellationToken) =>
        await store.GetAsync(RolloutPolicy.SubjectOf(flag), cancellationToken).ConfigureAwait(false) is { } stored
            ? JsonSerializer.Deserialize(stored.Json.Span, RolloutJson.Default.RolloutPolicy)
            : null;

    private static Conflict Stale(RolloutPolicy current)
    {
        var who = (Sentence?)current.ChangedBy ?? (Sentence)"Somebody";
        return new Conflict(
            "rollout.version",
            current.Killed
                ? (Sentence)$"{who} changed the rollout meanwhile: the dial is {current.Dial / 100m:F2} % now, and instant processing is stopped."
                : (Sentence)$"{who} changed the rollout meanwhile: the dial is {current.Dial / 100m:F2} % now.",
            current.ChangedBy,
            current.ChangedAt);
    }

    private static Invalid? Check(SetRollout command)
    {
        var errors = new List<FieldError>();
        if (command.Flag != RolloutPolicy.CityOrdersInstantProcessing)
            errors.Add(new("flag", $"There is no flag {command.Flag}."));
        if (command.CommandId is not { Length: >= 1 and <= 64 })
            errors.Add(new("commandId", "1 to 64 characters."));
        if (command.Dial is < 0 or > RolloutPolicy.FullDial)
            errors.Add(new("dial", "Basis points from 0 to 10,000 (4,000 is 40.00 %)."));
        if (command.Killed is not true && string.IsNullOrWhiteSpace(command.Reason))
            errors.Add(new("reason", "Say why, in 1 to 500 characters."));
        if (command.Reason?.Length > 500)
            errors.Add(new("reason", "At most 500 characters."));
        foreach (var (city, dial) in command.CityDials ?? new Dictionary<string, int>())
        {
            if (dial is < 0 or > RolloutPolicy.FullDial || string.IsNullOrWhiteSpace(city))
                errors.Add(new($"cityDials/{city}", "A city's name, and basis points from 0 to 10,000."));
        }

        if (command.Allow?.Count > MaxList || command.Deny?.Count > MaxList)
            errors.Add(new("allow", $"A list has at most {MaxList} users."));
        return errors.Count == 0 ? null : new Invalid(errors);
    }

    private static List<AuditChange> Difference(RolloutPolicy before, SetRollout command)
    {
        var changes = new List<AuditChange>();
        if (command.Dial is { } dial && dial != before.Dial)
            changes.Add(new(DialField, Percent(before.Dial), Percent(dial)));
        if (command.Killed is { } killed && killed != before.Killed)
            changes.Add(new(KillField, before.Killed ? "stopped" : "allowed", killed ? "stopped" : "allowed"));
        if (command.CityDials is { } cities)
        {
            foreach (var city in cities.Keys.Union(before.CityDials.Keys).Order(StringComparer.Ordinal))
            {
                int? was = before.CityDials.TryGetValue(city, out var old) ? old : null;
                int? becomes = cities.TryGetValue(city, out var next) ? next : null;
                if (was != becomes)
                    changes.Add(new(city, was is { } o ? Percent(o) : "default", becomes is { } n ? Percent(n) : "default"));
            }
        }

        if (command.Allow is { } allow && !allow.SequenceEqual(before.Allow))
            changes.Add(new(AllowField, Users(before.Allow.Count), Users(allow.Count)));
        if (command.Deny is { } deny && !deny.SequenceEqual(before.Deny))
            changes.Add(new(DenyField, Users(before.Deny.Count), Users(deny.Count)));
        return changes;
    }

    private static RolloutChange ToChange(StoredAudit stored)
    {
        var dial = stored.Detail?.Changes.FirstOrDefault(change => change.Field == DialField);
        return new RolloutChange(
            stored.Entry.SubjectVersion,
            stored.Entry.At,
            stored.Detail?.ActorName ?? stored.Entry.ActorId,
            stored.Detail is null ? "erased" : string.Join("; ", stored.Detail.Changes.Select(change => $"{change.Field} {change.Before} → {change.After}")),
            stored.Detail?.Reason ?? "",
            RolloutPast.BasisPoints(dial?.Before),
            RolloutPast.BasisPoints(dial?.After),
            stored.Detail?.Changes ?? []);
    }

    private static string Percent(int basisPoints) => (basisPoints / 100m).ToString("F2", CultureInfo.InvariantCulture) + " %";

    private static string Users(int count) => FormattableString.Invariant($"{count} users");
}

internal sealed record RolloutChanged(string Flag, long Version, int Dial, bool Killed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RolloutPolicy))]
[JsonSerializable(typeof(RolloutChanged))]
internal sealed partial class RolloutJson : JsonSerializerContext;
