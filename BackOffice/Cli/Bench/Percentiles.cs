namespace BackOffice.Cli.Bench;

internal static class Percentiles
{
    /// <summary>Nearest rank: the smallest value that at least so many percent of all do not exceed; 0 for none.</summary>
    public static double Of(IReadOnlyCollection<double> values, int percent)
    {
        if (values.Count == 0)
            return 0;
        var sorted = values.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];
    }
}
