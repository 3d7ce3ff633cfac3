using System.Collections.Concurrent;
using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Payments.Proof;

/// <summary>
/// Keeps the standing of the money: runs the whole check every night and when somebody asks, and looks again at each order that changed. A check that dies with its
/// process is begun again.
/// </summary>
public sealed partial class MoneyWatch(IStore store, MoneyAudit audit, MoneyDesk desk, MoneyOptions options, PipelineOptions pipeline, TimeProvider clock, ILogger<MoneyWatch> log) : BackgroundService
{
    private static readonly TimeSpan s_tell = TimeSpan.FromSeconds(1);
    private static readonly Actor s_actor = Actor.System("money watch");

    private readonly StandingStore _standing = new(store);

    /// <summary>Orders looked at again since the whole check that runs began; what they break is newer than what it read.</summary>
    private readonly ConcurrentDictionary<string, byte> _newer = new(StringComparer.Ordinal);
    private LiveLook? _live;

    /// <summary>Begins the night's check when it is due, and runs the one that is asked for to its end.</summary>
    public async Task RunDueAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        if ((await store.DueAsync(DueKinds.MoneyCheck, clock.GetUtcNow(), 1, cancellationToken).ConfigureAwait(false)).Count == 0)
            return;
        var about = await desk.OrdersAsync(cancellationToken).ConfigureAwait(false);
        MoneyRun? mine = null;
        await ChangeAsync(
            view =>
            {
                var taken = Take(view, about);
                mine = taken?.View.Standing.Run;
                return taken;
            },
            cancellationToken).ConfigureAwait(false);
        if (mine is not null)
            await RunAsync(mine, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks again at some orders that changed. False when there is nothing more to follow for now.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        _live ??= new LiveLook(store, audit, (await EnsureAsync(cancellationToken).ConfigureAwait(false)).Live);
        var look = await _live.NextAsync((int)Math.Max(1, options.LiveOrdersASecond * options.LiveEvery.TotalSeconds), clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        foreach (var order in look.Found.Keys)
            _newer[order] = 0;
        if (_live.IsWorthKeeping(clock.GetUtcNow()))
        {
            var now = clock.GetUtcNow();
            await ChangeAsync(view => Keep(view, look, now), cancellationToken).ConfigureAwait(false);
            _live.Kept(now);
        }

        return look.HasMore;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Loops.RunAsync(
            "money check",
            async token =>
            {
                await RunDueAsync(token).ConfigureAwait(false);
                await Loops.PauseAsync(pipeline.LookEvery, clock, token).ConfigureAwait(false);
            },
            log, clock, stoppingToken),
        Loops.RunAsync(
            "money watch",
            async token =>
            {
                await LookAsync(token).ConfigureAwait(false);
                await Loops.PauseAsync(options.LiveEvery, clock, token).ConfigureAwait(false);
            },
            log, clock, stoppingToken));

    private async Task<MoneyStanding> EnsureAsync(CancellationToken cancellationToken)
    {
        var standing = await _standing.HeadAsync(cancellationToken).ConfigureAwait(false);
        var next = options.NextAfter(clock.GetUtcNow());
        // A night that was missed while the program was down stays due; a changed setting moves the next one.
        if (standing.Version > 0 && (next is null) == (standing.NextNightly is null) && !(standing.NextNightly > next))
            return standing;
        return await ChangeAsync(
            view => new StandingChange(view with
            {
                Standing = view.Standing with { NextNightly = next, Live = view.Standing.Version > 0 ? view.Standing.Live : view.Standing.Live with { Since = clock.GetUtcNow() } },
            }),
            cancellationToken).ConfigureAwait(false);
    }

    private StandingChange? Take(MoneyView view, long about)
    {
        var now = clock.GetUtcNow();
        switch (view.Standing)
        {
            case { Run: { BegunAt: null } asked }:
                return Begun(view, asked, now);
            case { Run: { } silent } when silent.SeenAt + MoneyRun.Silence <= now:
                return Begun(view, silent with { Orders = 0 }, now);
            case { Run: null, NextNightly: { } due } when due <= now:
                var night = new MoneyRun
                {
                    Id = "night-" + due.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), By = s_actor.Name, Nightly = true, AskedAt = now, About = about,
                };
                return Begun(view with { Standing = view.Standing with { NextNightly = options.NextAfter(now) } }, night, now);
            default:
                return null;
        }
    }

    private static StandingChange Begun(MoneyView view, MoneyRun run, DateTimeOffset now) => new(
        view with { Standing = view.Standing with { Run = run with { BegunAt = now, SeenAt = now } } },
        new StandingNote(s_actor, AuditActions.MoneyCheckBegun, run.Nightly ? "By the clock." : $"Asked for by {run.By}.", run.Id));

    private async Task RunAsync(MoneyRun run, CancellationToken cancellationToken)
    {
        _newer.Clear();
        long? told = null;
        try
        {
            var report = await audit.RunAsync(
                async orders =>
                {
                    if (told is { } last && clock.GetElapsedTime(last) < s_tell)
                        return true;
                    told = clock.GetTimestamp();
                    return await TellAsync(run, orders, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            if (!report.IsSuccess)
                await EndAsync(run, null, MoneyCheckEnd.Failed, report.Error.Message, cancellationToken).ConfigureAwait(false);
            else
                await EndAsync(run, report.Value, report.Value.Comparison is null ? MoneyCheckEnd.Stopped : MoneyCheckEnd.Whole, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(log, failure, run.Id);
            await EndAsync(run, null, MoneyCheckEnd.Failed, failure.GetType().Name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>False when somebody wants it to stop, or another process has taken it up.</summary>
    private async Task<bool> TellAsync(MoneyRun run, long orders, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var standing = await ChangeAsync(
            view => view.Standing.Run is { StoppedBy: null } mine && mine.Id == run.Id && mine.BegunAt == run.BegunAt
                ? new StandingChange(view with { Standing = view.Standing with { Run = mine with { Orders = orders, SeenAt = now } } })
                : null,
            cancellationToken).ConfigureAwait(false);
        return standing.Run is { StoppedBy: null } still && still.Id == run.Id && still.BegunAt == run.BegunAt;
    }

    private async Task EndAsync(MoneyRun run, MoneyReport? report, MoneyCheckEnd end, string? why, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var newer = _newer.Keys.ToHashSet(StringComparer.Ordinal);
        var check = new MoneyCheck(run.Id, run.By, run.Nightly, run.BegunAt ?? now, now, end, report?.Orders ?? 0, report?.Refunds ?? 0, report?.Broken ?? 0);
        await ChangeAsync(
            view =>
            {
                if (view.Standing.Run is not { } mine || mine.Id != run.Id || mine.BegunAt != run.BegunAt)
                    return null;
                var after = (end, report) switch
                {
                    (MoneyCheckEnd.Whole, { } whole) => StandingRules.Ended(view, whole, check, newer, now),
                    (MoneyCheckEnd.Stopped, { } part) => StandingRules.Stopped(view, part, newer, now),
                    _ => view,
                };
                return new StandingChange(
                    after with { Standing = after.Standing with { Run = null, Checks = [check, .. after.Standing.Checks.Take(MoneyStanding.MostChecks - 1)] } },
                    new StandingNote(s_actor, AuditActions.MoneyCheckFinished, Words(check, why), run.Id));
            },
            cancellationToken).ConfigureAwait(false);
        if (check.Broken > 0)
            LogBroken(log, check.Broken, run.Id);
    }

    private static string Words(MoneyCheck check, string? why) => string.Create(
        CultureInfo.InvariantCulture, $"{check.End}: {check.Orders} orders with {check.Refunds} refunds, {check.Broken} findings.{(why is null ? "" : $" {why}")}");

    private static StandingChange? Keep(MoneyView view, LiveResult look, DateTimeOffset now)
    {
        if (view.Standing.Live.Position > look.Live.Position)
            return null;
        var live = look.Live with { Orders = view.Standing.Live.Orders + look.Counted, Since = view.Standing.Live.Since };
        var after = StandingRules.Looked(view, look.Found, live, now);
        var fresh = after.Findings.Except(view.Findings).ToList();
        return new StandingChange(
            after,
            fresh.Count == 0 ? [] : [new StandingNote(s_actor, AuditActions.MoneyBroken, string.Create(CultureInfo.InvariantCulture, $"{fresh.Count} findings, the first: {fresh[0].Invariant} of {fresh[0].Order}. {fresh[0].Text}"))]);
    }

    private async Task<MoneyStanding> ChangeAsync(Func<MoneyView, StandingChange?> change, CancellationToken cancellationToken)
    {
        var written = await _standing.ChangeAsync(change, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return written.IsSuccess ? written.Value : throw new StoreOutage(written.Error as Unavailable ?? new Unavailable(written.Error.Code, written.Error.Said));
    }

    [LoggerMessage(1070, LogLevel.Error, "The check {Run} of the money failed; the next one begins at its time")]
    private static partial void LogFailed(ILogger logger, Exception failure, string run);

    [LoggerMessage(1071, LogLevel.Error, "The money is not as it must be: {Broken} findings of check {Run}; the page /money lists them")]
    private static partial void LogBroken(ILogger logger, long broken, string run);
}
