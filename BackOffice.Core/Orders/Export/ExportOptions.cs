namespace BackOffice.Core.Orders.Export;

/// <summary>Section <c>Export</c>.</summary>
public sealed record ExportOptions
{
    public const string Section = "Export";

    /// <summary>At most so many orders in one export; one that has more is cut, and says so in its last line.</summary>
    public int MaxRows { get; init; } = 100_000;

    /// <summary>How long a file that the console made can be fetched. Whatever is left is removed at the next start.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Where those files are; composition sets it to a folder that nothing else uses: everything in it is removed.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Every setting that is wrong, by its key; empty when all are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (MaxRows is < 1 or > 10_000_000)
            errors.Add("Export:MaxRows must be from 1 to 10,000,000.");
        if (KeepFor <= TimeSpan.Zero || KeepFor > TimeSpan.FromDays(1))
            errors.Add("Export:KeepFor must be above 0 and at most a day.");
        return errors;
    }
}
