using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Proof;

/// <summary>The standing as it is stored: a head, and rows of a hundred findings and differences each.</summary>
internal sealed class StandingStore(IStore store)
{
    private const string FindingRows = "money-findings";
    private const string DifferenceRows = "money-differences";
    private const int RowSize = 100;

    /// <summary>Two loops and people's commands write it; more conflicts in a row are a bug that must surface.</summary>
    private const int MaxTries = 20;

    /// <summary>The head alone; an empty standing where there is none yet.</summary>
    public async Task<MoneyStanding> HeadAsync(CancellationToken cancellationToken) =>
        await store.GetAsync(MoneyStanding.Subject, cancellationToken).ConfigureAwait(false) is { } stored ? Read(stored) : new MoneyStanding();

    public async Task<MoneyView> ReadAsync(CancellationToken cancellationToken)
    {
        if (await store.GetWithChildrenAsync(MoneyStanding.Subject, cancellationToken).ConfigureAwait(false) is not { } stored)
            return new MoneyView(new MoneyStanding(), [], []);
        return new MoneyView(Read(stored.Head), RowsOf(stored, FindingRows, MoneyJson.Default.StandingFindingArray), RowsOf(stored, DifferenceRows, MoneyJson.Default.LedgerDifferenceArray));
    }

    /// <summary>Commits what <paramref name="change"/> makes of the standing as it is now; null from it leaves it as it is, which is returned.</summary>
    public async Task<Result<MoneyStanding>> ChangeAsync(Func<MoneyView, StandingChange?> change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (change(before) is not { } wanted)
                return before.Standing;
            var next = wanted.View.Standing with { Version = before.Standing.Version + 1 };
            var audit = new List<AuditRecord>();
            foreach (var note in wanted.Notes)
            {
                var (record, head) = AuditChain.Append(next.Audit, MoneyStanding.Subject, next.Version, note.Actor, note.Action, now, note.CommandId, note: note.Text);
                audit.Add(record);
                next = next with { Audit = head };
            }

            var committed = await store.CommitAsync(
                new ChangeSet
                {
                    Subject = MoneyStanding.Subject, ExpectedVersion = before.Standing.Version, Audit = audit, Dues = DuesOf(next),
                    Head = JsonSerializer.SerializeToUtf8Bytes(next, MoneyJson.Default.MoneyStanding),
                    Children =
                    [
                        .. Changed(FindingRows, before.Findings, wanted.View.Findings, MoneyJson.Default.StandingFindingArray),
                        .. Changed(DifferenceRows, before.Differences, wanted.View.Differences, MoneyJson.Default.LedgerDifferenceArray),
                    ],
                },
                cancellationToken).ConfigureAwait(false);
            if (committed.IsSuccess)
                return next;
            if (committed.Error is not Conflict { Code: "store.version" or "store.exists" } || attempt == MaxTries)
                return committed.Error;
        }
    }

    /// <summary>When somebody must look at it: a check that is asked for, one that has fallen silent, or the night's.</summary>
    private static Due[] DuesOf(MoneyStanding standing) => standing switch
    {
        { Run: { BegunAt: null } asked } => [new Due(DueKinds.MoneyCheck, asked.AskedAt)],
        { Run: { } run } => [new Due(DueKinds.MoneyCheck, run.SeenAt + MoneyRun.Silence)],
        { NextNightly: { } next } => [new Due(DueKinds.MoneyCheck, next)],
        _ => [],
    };

    private static MoneyStanding Read(StoredHead stored) =>
        (JsonSerializer.Deserialize(stored.Json.Span, MoneyJson.Default.MoneyStanding) ?? throw new InvalidDataException("The standing of the money is stored empty.")) with { Version = stored.Version };

    private static T[] RowsOf<T>(StoredSubject stored, string kind, JsonTypeInfo<T[]> type) =>
        [.. stored.Children.Where(child => child.Kind == kind).SelectMany(child => JsonSerializer.Deserialize(child.Json.Span, type) ?? [])];

    private static IEnumerable<ChildWrite> Changed<T>(string kind, IReadOnlyList<T> before, IReadOnlyList<T> after, JsonTypeInfo<T[]> type)
    {
        var (was, now) = (before.Chunk(RowSize).ToList(), after.Chunk(RowSize).ToList());
        for (var i = 0; i < Math.Max(was.Count, now.Count); i++)
        {
            var row = i < now.Count ? now[i] : [];
            if (i >= was.Count || !row.SequenceEqual(was[i]))
                yield return new ChildWrite(kind, i.ToString("D2", CultureInfo.InvariantCulture), JsonSerializer.SerializeToUtf8Bytes(row, type));
        }
    }
}
