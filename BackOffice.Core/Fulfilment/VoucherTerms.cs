using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>The ends of a voucher's two values, and what moves them. Pure, as <see cref="VoucherMoves"/>.</summary>
public static class VoucherTerms
{
    /// <summary>Records what the clock has brought about. A suspended voucher's paid value ends when it is released.</summary>
    public static Voucher Expire(Voucher voucher, DateTimeOffset now)
    {
        if (voucher.PromoExpiredAt is null && now >= voucher.PromoExpiresAt && IsOpen(voucher))
            voucher = voucher with { PromoExpiredAt = now };
        return now >= voucher.PaidExpiresAt && MayExpire(voucher)
            ? voucher with { State = VoucherState.Expired, ReturnsTo = voucher.State }
            : voucher;
    }

    /// <summary>
    /// Moves the end of the promotional or the paid value to a later moment, at most to <paramref name="limit"/>. Refused for what is dead, used up or suspended.
    /// </summary>
    public static Result<Voucher> Extend(Voucher voucher, VoucherValue which, DateTimeOffset until, DateTimeOffset limit)
    {
        if (voucher.State is VoucherState.Redeemed or VoucherState.Void or VoucherState.Reissued or VoucherState.Suspended)
            return VoucherRefusals.Of(voucher);
        if (EndOf(voucher, which) is not { } end)
            return new Rejected("voucher.no-end", "This value has no end, so there is nothing to extend.");
        if (until <= end)
            return new Rejected("voucher.extend-earlier", "The new end is not later than the present one.");
        if (until > limit)
            return new Rejected("voucher.extend-limit", FormattableString.Invariant($"The merchant's terms allow it until {limit.UtcDateTime:yyyy-MM-dd HH:mm} UTC at the latest."));
        return which is VoucherValue.Promotional
            ? voucher with { PromoExpiresAt = until, PromoExpiredAt = null }
            : voucher.State is VoucherState.Expired
                ? voucher with { PaidExpiresAt = until, State = voucher.ReturnsTo ?? VoucherState.Issued, ReturnsTo = null }
                : voucher with { PaidExpiresAt = until };
    }

    /// <summary>When the value ends; null when it never does.</summary>
    public static DateTimeOffset? EndOf(Voucher voucher, VoucherValue which) => which switch
    {
        VoucherValue.Promotional => voucher.PromoExpiresAt,
        VoucherValue.Paid => voucher.PaidExpiresAt,
    };

    /// <summary>The first moment after a day, as the voucher's zone counts days: "until 31 December" ends when January begins there.</summary>
    public static DateTimeOffset EndOfDay(DateOnly day, string? zone)
    {
        var place = zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : TimeZoneInfo.Utc;
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        // Where clocks are put forward at midnight, the day begins an hour later.
        while (place.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(30);
        return new DateTimeOffset(midnight, place.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>When somebody must look at the voucher again by itself: an end to record, or an act to finish. Null when nothing is to come.</summary>
    public static DateTimeOffset? NextLook(Voucher voucher)
    {
        var promotion = voucher.PromoExpiredAt is null && IsOpen(voucher) ? voucher.PromoExpiresAt : null;
        var paid = MayExpire(voucher) ? voucher.PaidExpiresAt : null;
        return Earlier(Earlier(promotion, paid), voucher.Pending?.LookAt);
    }

    private static bool IsOpen(Voucher voucher) => voucher.IsLive || voucher.State is VoucherState.Expired;

    private static bool MayExpire(Voucher voucher) =>
        voucher.State is VoucherState.Issued or VoucherState.KeptBack or VoucherState.Delivered or VoucherState.Viewed;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
