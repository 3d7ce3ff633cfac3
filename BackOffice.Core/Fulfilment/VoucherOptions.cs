namespace BackOffice.Core.Fulfilment;

/// <summary>Limits of what is done with vouchers, section <c>Vouchers</c>.</summary>
public sealed record VoucherOptions
{
    public const string Section = "Vouchers";

    /// <summary>Which merchants' vouchers a client of the API may redeem, by the client's id; <c>*</c> is all. A client that is not listed redeems none.</summary>
    public IReadOnlyDictionary<string, string[]> Merchants { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Messages with vouchers that one order may be sent again within an hour.</summary>
    public int ResendsAnHour { get; init; } = 3;

    /// <summary>The same within a day.</summary>
    public int ResendsADay { get; init; } = 10;

    /// <summary>How far beyond its first end a voucher may be extended where the offer's own terms set no limit.</summary>
    public TimeSpan ExtendAtMost { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Redemptions and look-ups by code that one caller may ask for in a minute.</summary>
    public int CodesAMinute { get; init; } = 120;

    /// <summary>Codes that cannot be redeemed or do not exist, that one caller may name in a minute; then it waits until the minute is over.</summary>
    public int MissesAMinute { get; init; } = 10;

    /// <summary>A refusal is answered no faster than this, so that its time does not say how far the look-up came.</summary>
    public TimeSpan RefuseAfter { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Every setting that is wrong, by its key; empty when all are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        foreach (var (name, value) in new[] { (nameof(ResendsAnHour), ResendsAnHour), (nameof(ResendsADay), ResendsADay), (nameof(CodesAMinute), CodesAMinute), (nameof(MissesAMinute), MissesAMinute) })
        {
            if (value is < 1 or > 100_000)
                errors.Add($"Vouchers:{name} must be from 1 to 100,000.");
        }

        if (ExtendAtMost < TimeSpan.Zero || ExtendAtMost > TimeSpan.FromDays(3_650))
            errors.Add("Vouchers:ExtendAtMost must be from 0 to 3,650 days.");
        if (RefuseAfter < TimeSpan.Zero || RefuseAfter > TimeSpan.FromSeconds(5))
            errors.Add("Vouchers:RefuseAfter must be from 0 to 5 seconds.");
        return errors;
    }
}
