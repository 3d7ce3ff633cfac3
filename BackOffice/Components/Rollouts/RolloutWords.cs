using BackOffice.Core.Rollouts;

namespace BackOffice.Components.Rollouts;

/// <summary>The rollout in sentences.</summary>
public static class RolloutWords
{
    public static string Sentence(RolloutPolicy policy) => policy switch
    {
        { Killed: true } => T("Instant processing is stopped: every new order takes the batch path."),
        { Dial: 0 } => T("No order is instant by default; all take the batch path."),
        { Dial: RolloutPolicy.FullDial } => T("Every order is instant by default."),
        _ => T($"{Share(policy.Dial)} orders are instant; the rest take the batch path."),
    };

    /// <summary><c>40 of every 100</c>; <c>1 of every 10,000</c> where a hundred is too coarse.</summary>
    public static string Share(int basisPoints) =>
        basisPoints % 100 == 0 ? T($"{basisPoints / 100} of every 100") : T($"{Formats.Number(basisPoints)} of every 10,000");

    /// <summary>What moving the dial does to customers: whom it reaches, whom it leaves.</summary>
    public static string Effect(int before, int after) => (after - before) switch
    {
        0 => T("Nothing changes."),
        > 0 and var more => T($"{Share(more)} customers become instant with their next order. Nobody leaves instant."),
        var less => T($"{Share(-less)} customers go back to batch with their next order."),
    };
}
