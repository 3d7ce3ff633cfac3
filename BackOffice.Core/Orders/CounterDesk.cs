using System.Globalization;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>The counters' check as a person asks for it.</summary>
public sealed class CounterDesk(ICounterCheck counters, IStore store, TimeProvider clock)
{
    private const int MostNamed = 20;
    private static readonly SubjectId s_subject = new("system/counters");
    private readonly SubjectLog _log = new(store, clock);

    /// <summary>Needs system:read.</summary>
    public async Task<Result<CounterReport>> CheckAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.SystemRead) is { } forbidden ? forbidden : await counters.RunAsync(repair: false, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Needs system:repair and a reason of 1 to 500 characters. What differs is in the audit log before it is set right; nothing is written where nothing
    /// differs. Commits wait while the orders are counted.
    /// </summary>
    public async Task<Result<CounterReport>> RepairAsync(string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.SystemRepair) is { } forbidden)
            return forbidden;
        if (reason.Trim().Length is 0 or > 500)
            return new Invalid("reason", "1 to 500 characters.");
        var found = await counters.RunAsync(repair: false, cancellationToken).ConfigureAwait(false);
        if (found.Differences.Count == 0)
            return found;
        var recorded = await RecordAsync(found, reason.Trim(), actor, cancellationToken).ConfigureAwait(false);
        return recorded.Error is { } error ? error : await counters.RunAsync(repair: true, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<Result<bool>> RecordAsync(CounterReport found, string reason, Actor actor, CancellationToken cancellationToken)
    {
        AuditChange[] changes = [.. found.Differences.Take(MostNamed).Select(difference => new AuditChange(difference.Name, Text(difference.Kept), Text(difference.Counted)))];
        return await _log.RecordAsync(
            s_subject, actor, AuditActions.CountersRepaired, null, reason, changes,
            FormattableString.Invariant($"{found.Differences.Count} counters differed from {found.Orders} orders."), cancellationToken).ConfigureAwait(false);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
