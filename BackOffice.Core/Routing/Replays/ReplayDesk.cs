using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Core.Routing.Replays;

/// <inheritdoc cref="IReplays"/>
public sealed class ReplayDesk(RuleShelf shelf, IStore store, IEventRecord record, IDeliveries deliveries, RoutingOptions options, TimeProvider clock) : IReplays
{
    private readonly ReplayShelf _jobs = new(store);

    public async Task<Result<ReplayCount>> CountAsync(ReplayWindow window, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : await CountAsync(window, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);

    public async Task<Result<ReplayJob>> StartAsync(ReplayEvents command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("replay-events", await StartOnceAsync(command, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<ReplayView>> GetAsync(string jobId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        return await _jobs.FindAsync(ReplayJob.SubjectOf(jobId), cancellationToken).ConfigureAwait(false) is { } job
            ? await ViewAsync(job, cancellationToken).ConfigureAwait(false)
            : ReplayShelf.NotThere(jobId);
    }

    public async Task<Result<ReplayJob>> StopAsync(string jobId, Actor actor, CancellationToken cancellationToken) => actor.Lacks(Permission.RulesReplay) is { } forbidden
        ? forbidden
        : await _jobs.ChangeAsync(
            jobId, job => job.State is ReplayState.Running ? (job with { State = ReplayState.Stopping }, AuditActions.ReplayStopped, null) : null, actor, clock.GetUtcNow(),
            cancellationToken).ConfigureAwait(false);

    public async Task<Result<IReadOnlyList<ReplayView>>> RecentAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var views = new List<ReplayView>();
        foreach (var job in await _jobs.RecentAsync(cancellationToken).ConfigureAwait(false))
            views.Add(await ViewAsync(job, cancellationToken).ConfigureAwait(false));
        return views;
    }

    private async Task<Result<ReplayJob>> StartOnceAsync(ReplayEvents command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesReplay) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return invalid;
        if (await _jobs.FindAsync(ReplayJob.SubjectOf(command.CommandId), cancellationToken).ConfigureAwait(false) is { } known)
            return IsSame(known, actor);
        var (window, now) = (command.Window, clock.GetUtcNow());
        var counted = await CountAsync(window, now, cancellationToken).ConfigureAwait(false);
        if (counted.Error is { } error)
            return error;
        var count = counted.Value;
        if (count.Deliveries != command.Counted)
            return new Conflict("replay.count", $"The count has changed from {command.Counted} to {count.Deliveries}. Count again before you decide.");
        if (count.Deliveries == 0)
            return new Invalid("window", "Nothing would be sent.");
        if (count.Doubling.Count > 0 && !command.MayDouble)
            return new Rejected("replay.doubles", $"{Sentence.List([.. count.Doubling.Select(name => (Sentence)name)])} may have had these events, and each has an effect again there. Say so to have it all the same.");
        var job = new ReplayJob
        {
            Id = command.CommandId, State = ReplayState.Running, ActorId = actor.Id, ActorName = actor.Name, Reason = command.Reason.Trim(), BegunAt = now,
            Rules = [.. window.Rules.Distinct(StringComparer.Ordinal)], From = window.From, To = window.Until(now), Counted = count.Deliveries,
        };
        var note = FormattableString.Invariant(
            $"{count.Events} events taken from {window.From.UtcDateTime:yyyy-MM-dd HH:mm} to {job.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {count.Deliveries} deliveries, rules {string.Join(", ", job.Rules)}.");
        var added = await _jobs.AddAsync(job, actor, note, cancellationToken).ConfigureAwait(false);
        return added.Error is Conflict && await _jobs.FindAsync(job.Subject, cancellationToken).ConfigureAwait(false) is { } first ? IsSame(first, actor) : added;
    }

    private async Task<Result<ReplayCount>> CountAsync(ReplayWindow window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!deliveries.CanReplay)
            return new Rejected("replay.not-here", "The rules are on EventBridge, which delivers by itself. Replay from an archive of the bus.");
        var read = await ReplayPlan.ReadAsync(shelf, window, cancellationToken).ConfigureAwait(false);
        if (read.Error is { } error)
            return error;
        var plan = read.Value;
        var events = 0;
        var byRule = new int[plan.Rules.Count];
        await foreach (var e in record.WalkAsync(new EventQuery { From = window.From, To = window.Until(now) }, cancellationToken).ConfigureAwait(false))
        {
            var matching = plan.Matching(e);
            events += matching.Count > 0 ? 1 : 0;
            foreach (var rule in matching)
                byRule[rule]++;
        }

        return new ReplayCount(
            events, plan.Rules.Select((rule, i) => rule.Content.Targets.Count * byRule[i]).Sum(), Doubling(plan),
            [.. plan.Rules.Select((rule, i) => new RuleCount(rule.Name, byRule[i], [.. rule.Content.Targets.Select(target => target.Destination)]))]);
    }

    private List<string> Doubling(ReplayPlan plan) =>
    [
        .. plan.Rules.SelectMany(rule => rule.Content.Targets).Select(target => target.Destination).Distinct(StringComparer.Ordinal)
            .Where(name => options.Destinations.GetValueOrDefault(name) is { } destination && !destination.TellsDoubles).Order(StringComparer.Ordinal),
    ];

    private async Task<ReplayView> ViewAsync(ReplayJob job, CancellationToken cancellationToken) => new(job, await deliveries.OfReplayAsync(job.Id, cancellationToken).ConfigureAwait(false));

    private static Result<ReplayJob> IsSame(ReplayJob job, Actor actor) =>
        job.ActorId == actor.Id ? job : new Conflict("command.reused", "This id belongs to somebody else's replay. Make a new one.", job.ActorName, job.BegunAt);
}
