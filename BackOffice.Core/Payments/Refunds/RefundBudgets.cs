using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>
/// Takes and gives back daily budget, each by one conditional write. Budget is taken before the case is written and keyed by its id, so a crash between
/// the two can only leave some taken that nobody used: the sum that ran never passes the limit.
/// </summary>
public sealed class RefundBudgets(IStore store, RefundPolicy policy, TimeProvider clock)
{
    private const int MaxTries = 50;

    /// <summary>The day whose budget holds the case now, or null when the budget does not reach.</summary>
    public async Task<Result<string?>> TakeAsync(string actorId, string refundId, IReadOnlyList<Money> amounts, CancellationToken cancellationToken)
    {
        var day = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var fits = true;
        var written = await ChangeAsync(
            actorId,
            day,
            budget =>
            {
                fits = true;
                if (budget.Taken.ContainsKey(refundId))
                    return null;
                fits = amounts.All(amount => (budget.Sum(amount.Unit) + amount).Minor <= policy.DailyAlone.MinorOf(amount.Unit));
#if DEBUG
                fits |= SeededBugs.Is(SeededBugs.BudgetNotCounted);
#endif
                return fits ? budget with { Taken = new Dictionary<string, IReadOnlyList<Money>>(budget.Taken) { [refundId] = amounts } } : null;
            },
            cancellationToken).ConfigureAwait(false);
        if (written is not null)
            return written;
        var taken = fits ? day : null;
        return taken;
    }

    /// <summary>Nothing of the case ran: its share is free again.</summary>
    public async Task GiveBackAsync(string actorId, string day, string refundId, CancellationToken cancellationToken) => await ChangeAsync(
        actorId,
        day,
        budget => budget.Taken.ContainsKey(refundId)
            ? budget with { Taken = budget.Taken.Where(pair => pair.Key != refundId).ToDictionary() }
            : null,
        cancellationToken).ConfigureAwait(false);

    public async Task<RefundBudget> ReadAsync(string actorId, string day, CancellationToken cancellationToken) =>
        (await LoadAsync(actorId, day, cancellationToken).ConfigureAwait(false)).Budget;

    private async Task<Error?> ChangeAsync(string actorId, string day, Func<RefundBudget, RefundBudget?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (budget, version) = await LoadAsync(actorId, day, cancellationToken).ConfigureAwait(false);
            if (change(budget) is not { } changed)
                return null;
            var committed = await store.CommitAsync(
                new ChangeSet
                {
                    Subject = RefundBudget.SubjectOf(actorId, day),
                    ExpectedVersion = version,
                    Head = JsonSerializer.SerializeToUtf8Bytes(changed, StoreJson.Default.RefundBudget),
                },
                cancellationToken).ConfigureAwait(false);
            if (committed.IsSuccess)
                return null;
            if (committed.Error is not Conflict || attempt == MaxTries)
                return committed.Error;
        }
    }

    private async Task<(RefundBudget Budget, long Version)> LoadAsync(string actorId, string day, CancellationToken cancellationToken) =>
        await store.GetAsync(RefundBudget.SubjectOf(actorId, day), cancellationToken).ConfigureAwait(false) is { } stored
            && JsonSerializer.Deserialize(stored.Json.Span, StoreJson.Default.RefundBudget) is { } budget
            ? (budget, stored.Version)
            : (new RefundBudget { ActorId = actorId, Day = day }, 0);
}
