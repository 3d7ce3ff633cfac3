using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Miles;

/// <summary>A loyalty programme. Every call carries the effect key as idempotency key and keeps it beside what it did.</summary>
public interface IMilesGateway
{
    GatewayTerms Terms { get; }

    /// <summary>Takes miles of a member's account, those that end first first. The answer's result is a <see cref="MilesRedeemed"/>.</summary>
    Task<GatewayAnswer> RedeemAsync(RedeemMilesRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Gives miles of a redemption back to the lots they came from; what has ended meanwhile is forfeited. All that is given back of a redemption together is at most
    /// what was redeemed; the programme guards it too. The answer's result is a <see cref="MilesRecredited"/>.
    /// </summary>
    Task<GatewayAnswer> RecreditAsync(RecreditMilesRequest request, CancellationToken cancellationToken);

    /// <summary>Every redemption and recredit the programme knows, oldest first, as they are now: what our ledger is compared with.</summary>
    Task<Page<GatewayMiles>> MovementsAsync(string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>By our key, whatever operation it named.</summary>
    Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken);
}

/// <param name="Key">Idempotency key.</param>
/// <param name="Member">The member's number.</param>
/// <param name="Amount">Whole miles, above zero.</param>
public sealed record RedeemMilesRequest(EffectKey Key, string Member, Money Amount);

/// <param name="Key">Idempotency key; the refund's id and the leg are in it.</param>
/// <param name="RedemptionId">The reference the redemption got.</param>
/// <param name="Member">The member's number.</param>
/// <param name="Amount">Of the redemption; the part that has expired is in it.</param>
public sealed record RecreditMilesRequest(EffectKey Key, string RedemptionId, string Member, Money Amount);

/// <summary>What a redemption took.</summary>
/// <param name="Lots">They add up to what was asked.</param>
public sealed record MilesRedeemed(IReadOnlyList<MilesLot> Lots);

/// <summary>What a recredit did; the two add up to what was asked.</summary>
/// <param name="Back">Miles that count again.</param>
/// <param name="Expired">Miles that had ended.</param>
public sealed record MilesRecredited(long Back, long Expired);

/// <param name="Key">Our effect key, which it was made with.</param>
/// <param name="Reference">The programme's own.</param>
/// <param name="IsRecredit">False for a redemption.</param>
/// <param name="Amount">Of what was asked.</param>
/// <param name="Status">Now.</param>
/// <param name="At">When it was made, UTC.</param>
public sealed record GatewayMiles(string Key, string Reference, bool IsRecredit, Money Amount, GatewayRefundStatus Status, DateTimeOffset At);
