namespace BackOffice.Core.Payments.Proof;

/// <summary>When the money is checked, section <c>Money</c>.</summary>
public sealed record MoneyOptions
{
    public const string Section = "Money";

    /// <summary>False: no check by the clock; a person's and the live one stay.</summary>
    public bool Nightly { get; init; } = true;

    /// <summary>Time of day of the nightly check, UTC.</summary>
    public TimeSpan NightlyAt { get; init; } = TimeSpan.FromHours(3);

    /// <summary>How often orders that changed are looked at again.</summary>
    public TimeSpan LiveEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>At most so many orders a second are looked at again, so that checkouts keep the store to themselves; what is left waits its turn.</summary>
    public int LiveOrdersASecond { get; init; } = 100;

    /// <summary>The first nightly check after a moment; null when there is none.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset now)
    {
        if (!Nightly)
            return null;
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + NightlyAt;
        return today > now ? today : today.AddDays(1);
    }

    /// <summary>Every setting that is wrong, by its key; empty when all are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (NightlyAt < TimeSpan.Zero || NightlyAt >= TimeSpan.FromDays(1))
            errors.Add("Money:NightlyAt must be a time of day, 00:00 to 23:59:59.");
        if (LiveEvery <= TimeSpan.Zero || LiveEvery > TimeSpan.FromHours(1))
            errors.Add("Money:LiveEvery must be above 0 and at most an hour.");
        if (LiveOrdersASecond is < 1 or > 100_000)
            errors.Add("Money:LiveOrdersASecond must be from 1 to 100,000.");
        return errors;
    }
}
