using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Divides an amount in whole minor units so that the parts add up exactly: largest remainder.</summary>
public static class Shares
{
    /// <summary>
    /// Parts of <paramref name="total"/> in proportion to <paramref name="weights"/>, in their order; a minor unit left over goes to the largest remainder,
    /// the first of equal ones. No part is above its weight while the total is at most their sum.
    /// </summary>
    /// <param name="total">0 or more.</param>
    /// <param name="weights">0 or more each; at least one above zero unless the total is zero.</param>
    public static IReadOnlyList<long> Of(long total, IReadOnlyList<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        var sum = weights.Aggregate((Int128)0, (all, weight) => all + weight);
        if (sum == 0)
            return total == 0 ? [.. weights.Select(_ => 0L)] : throw new ArgumentException("Nothing to divide by.", nameof(weights));
        var parts = weights.Select((weight, index) => (Index: index, Whole: (long)((Int128)total * weight / sum), Remainder: (Int128)total * weight % sum)).ToList();
        var left = total - parts.Sum(part => part.Whole);
        var lucky = parts.OrderByDescending(part => part.Remainder).ThenBy(part => part.Index).Take((int)left).Select(part => part.Index).ToHashSet();
        return [.. parts.Select(part => part.Whole + (lucky.Contains(part.Index) ? 1 : 0))];
    }

    /// <summary>Basis points of an amount, rounded down.</summary>
    public static Money BasisPoints(Money amount, int points) => new((long)((Int128)amount.Minor * points / 10_000), amount.Unit);
}
