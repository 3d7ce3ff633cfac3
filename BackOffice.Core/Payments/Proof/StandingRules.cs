using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Proof;

/// <summary>What a check means for the standing. Pure.</summary>
internal static class StandingRules
{
    private const int MostFindings = 1_000;

    /// <summary>Orders were looked at again: what they break now replaces what they broke.</summary>
    /// <param name="view">As it stands.</param>
    /// <param name="looked">What each of them breaks now.</param>
    /// <param name="live">How far the looking has come.</param>
    /// <param name="now">When a finding is new.</param>
    public static MoneyView Looked(MoneyView view, IReadOnlyDictionary<string, IReadOnlyList<MoneyFinding>> looked, LiveMoney live, DateTimeOffset now)
    {
        var standing = view.Standing with { Live = live };
        if (looked.Count == 0)
            return view with { Standing = standing };
        var gone = view.Findings.Where(finding => looked.ContainsKey(finding.Order)).ToList();
        var found = looked.Values.SelectMany(findings => findings)
            .Select(finding => gone.Find(old => old.Invariant == finding.Invariant && old.Order == finding.Order && old.Text == finding.Text) ?? Of(finding, now)).ToList();
        return With(view with { Standing = standing }, [.. view.Findings.Except(gone), .. found], Count(gone, -1).Concat(Count(found, 1)));
    }

    /// <summary>A whole check ended. What was looked at again while it ran is newer than what it read.</summary>
    public static MoneyView Ended(MoneyView view, MoneyReport report, MoneyCheck check, IReadOnlySet<string> newer, DateTimeOffset now)
    {
        var kept = view.Findings.Where(finding => newer.Contains(finding.Order)).ToList();
        var old = view.Findings.ToLookup(finding => (finding.Invariant, finding.Order, finding.Text));
        var read = report.Findings.Where(finding => finding.Invariant != "I2").ToList();
        var found = read.Where(finding => !newer.Contains(finding.Order)).Select(finding => old[(finding.Invariant, finding.Order, finding.Text)].FirstOrDefault() ?? Of(finding, now)).ToList();
        var standing = view.Standing with
        {
            Whole = check,
            Invariants = [.. report.Invariants.Select(one => new InvariantStanding(one.Name, one.Checked, one.Broken))],
            Unreadable = report.Unreadable,
            Comparison = report.Comparison is { } comparison ? comparison with { Differences = [] } : view.Standing.Comparison,
            Live = view.Standing.Live with { Orders = newer.Count },
            IsCut = false,
        };
        var overtaken = read.Where(finding => newer.Contains(finding.Order)).Select(finding => Of(finding, now));
        return With(
            view with { Standing = standing, Differences = report.Comparison?.Differences ?? view.Differences }, [.. found, .. kept],
            Count(overtaken, -1).Concat(Count(kept, 1)));
    }

    /// <summary>A whole check that was stopped: what it found stands, and nothing is taken back.</summary>
    public static MoneyView Stopped(MoneyView view, MoneyReport report, IReadOnlySet<string> newer, DateTimeOffset now)
    {
        var known = view.Findings.Select(finding => (finding.Invariant, finding.Order, finding.Text)).ToHashSet();
        // Days of people are counted over all orders or not at all.
        var found = report.Findings.Where(finding => finding.Invariant != "I19" && !newer.Contains(finding.Order) && !known.Contains((finding.Invariant, finding.Order, finding.Text)))
            .Select(finding => Of(finding, now)).ToList();
        return With(view, [.. view.Findings, .. found], Count(found, 1));
    }

    private static MoneyView With(MoneyView view, IReadOnlyList<StandingFinding> findings, IEnumerable<(string Invariant, long Delta)> deltas)
    {
        var changed = deltas.GroupBy(delta => delta.Invariant).ToDictionary(group => group.Key, group => group.Sum(delta => delta.Delta));
        var standing = view.Standing;
        IReadOnlyList<InvariantStanding> invariants = standing.Invariants.Count > 0 ? standing.Invariants : [.. MoneyInvariants.All.Select(one => new InvariantStanding(one.Name, 0, 0))];
        return view with
        {
            Standing = standing with
            {
                Invariants = [.. invariants.Select(one => one with { Broken = Math.Max(0, one.Broken + changed.GetValueOrDefault(one.Name)) })],
                Unreadable = Math.Max(0, standing.Unreadable + changed.GetValueOrDefault(StandingFinding.Unreadable)),
                IsCut = standing.IsCut || findings.Count > MostFindings || standing.Whole is not null && invariants.Where(one => one.Name != "I2").Sum(one => one.Broken) > MostFindings,
            },
            Findings = [.. findings.OrderBy(finding => Place(finding.Invariant)).ThenBy(finding => finding.Order, StringComparer.Ordinal).Take(MostFindings)],
        };
    }

    private static int Place(string invariant) => invariant.Length > 1 && int.TryParse(invariant.AsSpan(1), out var number) ? number : int.MaxValue;

    private static IEnumerable<(string Invariant, long Delta)> Count(IEnumerable<StandingFinding> findings, long delta) => findings.Select(finding => (finding.Invariant, delta));

    private static StandingFinding Of(MoneyFinding finding, DateTimeOffset now) => new(finding.Invariant, finding.Order, finding.Text, now);
}
