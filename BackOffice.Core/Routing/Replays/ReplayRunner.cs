using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Routing.Replays;

/// <summary>
/// Runs replays, a piece at a time: deliveries are made under the replay's name, then its progress is committed, so that after a crash the piece is done again
/// without doubling anything. No more are made while many are still pending: a stop then stops what was not sent yet, and new events do not wait behind old ones.
/// </summary>
public sealed partial class ReplayRunner(
    RuleShelf shelf, IStore store, IEventRecord record, IDeliveries deliveries, RoutingOptions options, TimeProvider clock, ILogger<ReplayRunner> logger) : BackgroundService
{
    private const int MostPending = 500;
    private const int EventsAtOnce = 500;

    private static readonly Actor s_actor = Actor.System("replays");
    private readonly ReplayShelf _jobs = new(store);

    /// <summary>Does a piece of every replay that is not over; how many deliveries were made.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var made = 0;
        foreach (var due in await store.DueAsync(DueKinds.Replay, clock.GetUtcNow(), 20, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                made += await PieceAsync(due.Subject, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (Loops.IsDamage(failure))
            {
                Damaged(logger, due.Subject.Value, failure);
            }
        }

        return made;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loops.RunAsync(
        "replays",
        async token =>
        {
            if (await RunDueAsync(token).ConfigureAwait(false) == 0)
                await Loops.PauseAsync(options.LookEvery, clock, token).ConfigureAwait(false);
        },
        logger, clock, stoppingToken);

    private async Task<int> PieceAsync(SubjectId subject, CancellationToken cancellationToken)
    {
        if (await _jobs.FindAsync(subject, cancellationToken).ConfigureAwait(false) is not { IsOver: false } job)
            return 0;
        if (job.State is ReplayState.Stopping)
        {
            await EndAsync(job, ReplayState.Stopped, cancellationToken).ConfigureAwait(false);
            return 0;
        }

        if ((await deliveries.OfReplayAsync(job.Id, cancellationToken).ConfigureAwait(false)).Pending >= MostPending)
            return 0;
        var (piece, after, looked) = await NextAsync(job, cancellationToken).ConfigureAwait(false);
        if (looked == 0)
        {
            await EndAsync(job, ReplayState.Done, cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var made = piece.Count == 0 ? 0 : await deliveries.ReplayAsync(job.Id, piece, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(job.Id, now => now.After == job.After ? (now with { After = after, Made = now.Made + made }, null, null) : null, cancellationToken).ConfigureAwait(false);
        return looked;
    }

    /// <summary>The next events of the window, and to whom they go; replayed events are not recorded again, so a window holds each event once.</summary>
    private async Task<(List<ReplayedEvent> Piece, long After, int Looked)> NextAsync(ReplayJob job, CancellationToken cancellationToken)
    {
        var read = await ReplayPlan.LeftAsync(shelf, job, cancellationToken).ConfigureAwait(false);
        var (piece, after, looked) = (new List<ReplayedEvent>(), job.After, 0);
        if (read.Error is not null || read.Value.Rules.Count == 0)
            return (piece, after, 0);
        await foreach (var e in record.WalkAsync(new EventQuery { From = job.From, To = job.To, After = job.After }, cancellationToken).ConfigureAwait(false))
        {
            piece.AddRange(read.Value.Matching(e).Select(i => read.Value.Rules[i]).SelectMany(rule => rule.Content.Targets.Select(target => new ReplayedEvent(e, rule.Name, target.Id))));
            after = e.Sequence;
            if (++looked == EventsAtOnce || piece.Count >= MostPending)
                break;
        }

        return (piece, after, looked);
    }

    private Task EndAsync(ReplayJob seen, ReplayState state, CancellationToken cancellationToken) => ChangeAsync(
        seen.Id, job => (job with { State = state, EndedAt = clock.GetUtcNow() }, AuditActions.ReplayFinished, FormattableString.Invariant($"{job.Made} of {job.Counted} deliveries were made.")),
        cancellationToken);

    private async Task ChangeAsync(string jobId, Func<ReplayJob, (ReplayJob Job, string? Action, string? Note)?> change, CancellationToken cancellationToken)
    {
        var written = await _jobs.ChangeAsync(jobId, change, s_actor, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (written.Error is { } error)
            throw new StoreOutage(error as Unavailable ?? new Unavailable(error.Code, error.Message));
    }

    [LoggerMessage(1210, LogLevel.Error, "The replay {Subject} cannot be read and is left as it is")]
    private static partial void Damaged(ILogger logger, string subject, Exception failure);
}
