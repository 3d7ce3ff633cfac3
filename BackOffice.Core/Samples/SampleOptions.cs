namespace BackOffice.Core.Samples;

/// <summary>Section <c>Samples</c>; whether they exist at all is not a setting.</summary>
public sealed record SampleOptions
{
    public const string Section = "Samples";

    /// <summary>True in the Development environment alone, which the composition says.</summary>
    public bool Allowed { get; init; }

    /// <summary>Orders a second while the job runs.</summary>
    public int ASecond { get; init; } = 40;

    /// <summary>Between two orders of the trickle.</summary>
    public TimeSpan TrickleEvery { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Every setting that is wrong, by its key.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (ASecond is < 1 or > 1_000)
            errors.Add("Samples:ASecond must be from 1 to 1,000.");
        if (TrickleEvery < TimeSpan.FromMilliseconds(100) || TrickleEvery > TimeSpan.FromHours(1))
            errors.Add("Samples:TrickleEvery must be from 00:00:00.100 to 01:00:00.");
        return errors;
    }
}
