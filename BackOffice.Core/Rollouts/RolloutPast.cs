using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Rollouts;

/// <summary>Takes changes back, one by one, as the audit log tells them: dials whole; of the lists it keeps the length alone, so they and the kill switch stay as they are.</summary>
internal static class RolloutPast
{
    /// <param name="policy">As it is.</param>
    /// <param name="later">Every change after the wanted version, newest first.</param>
    public static Result<RolloutPolicy> Before(RolloutPolicy policy, IEnumerable<StoredAudit> later)
    {
        var (dial, cities) = (policy.Dial, new Dictionary<string, int>(policy.CityDials));
        foreach (var stored in later)
        {
            if (stored.Detail is not { } detail)
                return new Rejected("rollout.erased", $"What changed in policy {stored.Entry.SubjectVersion} was erased, so the policy before it is not known.");
            foreach (var change in detail.Changes)
            {
                switch (change.Field)
                {
                    case RolloutStore.DialField when BasisPoints(change.Before) is { } was:
                        dial = was;
                        break;
                    case RolloutStore.KillField or RolloutStore.AllowField or RolloutStore.DenyField:
                        break;
                    case var city when BasisPoints(change.Before) is { } was:
                        cities[city] = was;
                        break;
                    case var city:
                        cities.Remove(city);
                        break;
                }
            }
        }

        return policy with { Dial = dial, CityDials = cities };
    }

    /// <summary>Of <c>25.00 %</c>; null for <c>default</c>.</summary>
    public static int? BasisPoints(string? percent) =>
        percent?.EndsWith(" %", StringComparison.Ordinal) == true ? (int)(decimal.Parse(percent[..^2], CultureInfo.InvariantCulture) * 100) : null;
}
