using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Proof;

/// <inheritdoc cref="IMoneyDesk"/>
public sealed class MoneyDesk(IStore store, MoneyAudit audit, TimeProvider clock) : IMoneyDesk
{
    private readonly StandingStore _standing = new(store);
    private int _verifying;

    public async Task<Result<MoneyView>> GetAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.MoneyRead) is { } forbidden ? forbidden : await _standing.ReadAsync(cancellationToken).ConfigureAwait(false);

    public async Task<Result<int>> RedAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.MoneyRead) is { } forbidden ? forbidden : (await _standing.HeadAsync(cancellationToken).ConfigureAwait(false)).Red;

    public async Task<Result<MoneyStanding>> StartAsync(string commandId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.MoneyVerify) is { } forbidden)
            return forbidden;
        if (!CommandChecks.IsId(commandId))
            return new Invalid([CommandChecks.WrongId("commandId")]);
        Conflict? busy = null;
        var about = await OrdersAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var started = await _standing.ChangeAsync(
            view =>
            {
                busy = null;
                if (view.Standing.Run?.Id == commandId || view.Standing.Checks.Any(check => check.Id == commandId))
                    return null;
                if (view.Standing.Run is { } other)
                {
                    busy = new Conflict("money.running", $"{other.By} asked for a check already; it has not ended yet.", other.By, other.AskedAt);
                    return null;
                }

                var run = new MoneyRun { Id = commandId, By = actor.Name, AskedAt = now, SeenAt = now, About = about };
                return new StandingChange(view with { Standing = view.Standing with { Run = run } }, new StandingNote(actor, AuditActions.MoneyCheckAsked, null, commandId));
            },
            now, cancellationToken).ConfigureAwait(false);
        return PipelineMetrics.Command("check-money", busy is null ? started : busy);
    }

    public async Task<Result<MoneyStanding>> StopAsync(string runId, Actor actor, CancellationToken cancellationToken) => actor.Lacks(Permission.MoneyVerify) is { } forbidden
        ? forbidden
        : await _standing.ChangeAsync(
            view => view.Standing.Run is not { StoppedBy: null } run || run.Id != runId
                ? null
                : new StandingChange(
                    view with { Standing = view.Standing with { Run = run with { StoppedBy = actor.Name } } }, new StandingNote(actor, AuditActions.MoneyCheckStopped, null, runId)),
            clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);

    public async Task<Result<MoneyReport>> VerifyAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.MoneyVerify) is { } forbidden)
            return forbidden;
        if (Interlocked.Exchange(ref _verifying, 1) == 1)
            return new Conflict("money.running", "A check of the money is under way for somebody who waits for its answer; it has not ended yet.");
        try
        {
            var now = clock.GetUtcNow();
            var noted = await _standing.ChangeAsync(
                view => new StandingChange(
                    view.Standing.Version > 0 ? view : view with { Standing = view.Standing with { Live = view.Standing.Live with { Since = now } } },
                    new StandingNote(actor, AuditActions.MoneyCheckAsked, "The answer goes to who asked; nothing is kept.")),
                now, cancellationToken).ConfigureAwait(false);
            return noted.IsSuccess ? await audit.CheckAsync(actor, cancellationToken).ConfigureAwait(false) : noted.Error;
        }
        finally
        {
            Volatile.Write(ref _verifying, 0);
        }
    }

    /// <summary>As the counters know them: what progress is shown against.</summary>
    internal async Task<long> OrdersAsync(CancellationToken cancellationToken) =>
        (await store.CountersAsync(OrderCounters.HeadlinePrefix, cancellationToken).ConfigureAwait(false)).Values.Sum();
}
