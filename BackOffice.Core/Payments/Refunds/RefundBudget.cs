using System.Security.Cryptography;
using System.Text;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What one person let run on their own word in one day (UTC): a subject of its own, so that two orders at once cannot both take the last of it.</summary>
public sealed record RefundBudget
{
    public required string ActorId { get; init; }

    /// <summary><c>yyyyMMdd</c>, UTC.</summary>
    public required string Day { get; init; }

    /// <summary>By refund id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Money>> Taken { get; init; } = new Dictionary<string, IReadOnlyList<Money>>();

    public static SubjectId SubjectOf(string actorId, string day) =>
        new($"refund-budget/{day}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(actorId)).AsSpan(0, 12))}");

    /// <summary>The sum in one unit.</summary>
    public Money Sum(string unit) => Taken.Values.SelectMany(amounts => amounts).Where(amount => amount.Unit == unit).Aggregate(Money.Zero(unit), (sum, amount) => sum + amount);
}
