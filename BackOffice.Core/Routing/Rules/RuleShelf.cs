using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Routing.Rules;

/// <summary>Rules as the order store keeps them: a head a rule, a child a revision, and a list of names.</summary>
public sealed class RuleShelf(IStore store)
{
    internal const string RevisionKind = "revision";

    /// <summary>Names are added when somebody makes a rule; more conflicts in a row are a bug that must surface.</summary>
    private const int MaxTries = 20;

    public async Task<RoutingRule?> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.GetAsync(RoutingRule.SubjectOf(name), cancellationToken).ConfigureAwait(false) is { } stored ? RuleOf(stored) : null;

    /// <summary>Every rule that was ever committed, by name.</summary>
    public async Task<IReadOnlyList<RoutingRule>> AllAsync(CancellationToken cancellationToken)
    {
        var rules = new List<RoutingRule>();
        foreach (var name in (await NamesAsync(cancellationToken).ConfigureAwait(false)).Names)
        {
            if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } rule)
                rules.Add(rule);
        }

        return rules;
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RuleRevision>> RevisionsAsync(string name, CancellationToken cancellationToken) =>
        await store.GetWithChildrenAsync(RoutingRule.SubjectOf(name), cancellationToken).ConfigureAwait(false) is { } stored
            ? [.. stored.Children.Where(child => child.Kind == RevisionKind).Select(RevisionOf).OrderByDescending(revision => revision.Number)]
            : [];

    /// <summary>The subject that did the command, or null.</summary>
    internal async Task<SubjectId?> DoneAsync(string commandId, CancellationToken cancellationToken) =>
        await store.FindAsync(KeyClasses.Command, commandId, prefix: false, 1, cancellationToken).ConfigureAwait(false) is [var subject, ..] ? subject : null;

    /// <summary>Commits the rule at the next version with its audit entry; the rule as it then stands.</summary>
    internal async Task<Result<RoutingRule>> CommitAsync(RoutingRule rule, RuleWrite write, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (rule.Version == 0 && (await NameAsync(rule.Name, cancellationToken).ConfigureAwait(false)).Error is { } unnamed)
            return unnamed;
        var subject = RoutingRule.SubjectOf(rule.Name);
        var version = rule.Version + 1;
        var (record, audit) = AuditChain.Append(rule.Audit, subject, version, actor, write.Action, now, write.CommandId, write.Reason, note: write.Note);
        var after = rule with { Version = version, Audit = audit };
        var committed = await store.CommitAsync(
            new ChangeSet
            {
                Subject = subject,
                ExpectedVersion = rule.Version,
                Head = JsonSerializer.SerializeToUtf8Bytes(after, RuleJson.Default.RoutingRule),
                Children = write.Revision is { } revision ? [ChildOf(revision)] : [],
                AddKeys = write.CommandId is { } command ? [new LookupKey(KeyClasses.Command, command, Unique: true)] : [],
                Audit = [record],
                Events = write.Event is { } changed ? [EventOf(after, changed, now)] : [],
            },
            cancellationToken).ConfigureAwait(false);
        return committed.IsSuccess ? after : committed.Error;
    }

    private static ChildWrite ChildOf(RuleRevision revision) => new(
        RevisionKind, revision.Number.ToString("D6", CultureInfo.InvariantCulture), JsonSerializer.SerializeToUtf8Bytes(revision, RuleJson.Default.RuleRevision), MustBeNew: true);

    private static OutboxEvent EventOf(RoutingRule rule, string change, DateTimeOffset now) => new(
        Topics.DomainEvents, rule.Name, "backoffice.rules", "Rule Changed", Guid.CreateVersion7().ToString(), now,
        JsonSerializer.SerializeToUtf8Bytes(new RuleChanged(rule.Name, rule.Revision, rule.Content.State, change), RuleJson.Default.RuleChanged));

    private static RoutingRule RuleOf(StoredHead stored) =>
        JsonSerializer.Deserialize(stored.Json.Span, RuleJson.Default.RoutingRule) ?? throw new InvalidDataException($"{stored.Subject} has an empty head.");

    private static RuleRevision RevisionOf(StoredChild child) =>
        JsonSerializer.Deserialize(child.Json.Span, RuleJson.Default.RuleRevision) ?? throw new InvalidDataException($"Revision {child.Key} is empty.");

    private async Task<RuleNames> NamesAsync(CancellationToken cancellationToken) =>
        await store.GetAsync(RuleNames.Subject, cancellationToken).ConfigureAwait(false) is { } stored && JsonSerializer.Deserialize(stored.Json.Span, RuleJson.Default.RuleNames) is { } names
            ? names with { Version = stored.Version }
            : RuleNames.None;

    /// <summary>The name comes first: a name without a rule is passed over, a rule without a name would be lost.</summary>
    private async Task<Result<long>> NameAsync(string name, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await NamesAsync(cancellationToken).ConfigureAwait(false);
            if (known.Names.Contains(name))
                return known.Version;
            var next = new RuleNames(known.Version + 1, [.. known.Names.Append(name).Order(StringComparer.Ordinal)]);
            var committed = await store.CommitAsync(
                new ChangeSet { Subject = RuleNames.Subject, ExpectedVersion = known.Version, Head = JsonSerializer.SerializeToUtf8Bytes(next, RuleJson.Default.RuleNames) },
                cancellationToken).ConfigureAwait(false);
            if (committed.Error is not Conflict || attempt == MaxTries)
                return committed;
        }
    }
}

/// <summary>What one commit of a rule adds.</summary>
/// <param name="Action">See <see cref="AuditActions"/>.</param>
/// <param name="CommandId">Null for what the system does.</param>
/// <param name="Reason">The person's.</param>
/// <param name="Note">For people: what changed.</param>
/// <param name="Revision">Null when the content stays.</param>
/// <param name="Event">The word of the event, or null for none.</param>
internal sealed record RuleWrite(string Action, string? CommandId, string? Reason, string? Note, RuleRevision? Revision = null, string? Event = null);
