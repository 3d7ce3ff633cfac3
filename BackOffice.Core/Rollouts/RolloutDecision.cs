using BackOffice.Core.Orders;

namespace BackOffice.Core.Rollouts;

/// <summary>Decides one order, once. Pure: the same policy and subject give the same answer for ever.</summary>
public static class RolloutDecision
{
    public const string On = "on";
    public const string Off = "off";

    /// <summary>Killed, then deny list, then allow list, then the city's dial in place of the default.</summary>
    /// <param name="policy">In force when the order is placed.</param>
    /// <param name="subject">The customer's user guid; the order id for a guest, because one bucket for all guests would flip them together.</param>
    /// <param name="city">Of the first line.</param>
    public static VariantDecision Decide(RolloutPolicy policy, string subject, string city) => Decide(policy, subject, city, RolloutBucket.Of(subject, policy.Flag));

    /// <param name="bucket">The subject's, where it is known already.</param>
    internal static VariantDecision Decide(RolloutPolicy policy, string subject, string city, decimal bucket)
    {
        var (dial, ofCity) = policy.CityDials.TryGetValue(city, out var own) ? (own, true) : (policy.Dial, false);
        var (on, reason) = policy switch
        {
            { Killed: true } => (false, VariantReason.Killed),
            _ when Holds(policy.Deny, subject) => (false, VariantReason.DenyList),
            _ when Holds(policy.Allow, subject) => (true, VariantReason.AllowList),
            _ => (bucket < dial || dial == RolloutPolicy.FullDial, ofCity ? VariantReason.CityDial : VariantReason.Dial),
        };
        return new VariantDecision
        {
            Flag = policy.Flag,
            Variant = on ? On : Off,
            Bucket = bucket,
            Dial = dial,
            PolicyVersion = policy.Version,
            Reason = reason,
        };
    }

    private static bool Holds(IReadOnlyList<string> list, string subject) =>
        list.Count > 0 && list.Any(entry => entry.Equals(subject.Trim(), StringComparison.OrdinalIgnoreCase));
}
