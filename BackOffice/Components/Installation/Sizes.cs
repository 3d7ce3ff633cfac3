namespace BackOffice.Components.Installation;

/// <summary>Bytes as people compare them, in powers of 1,024.</summary>
internal static class Sizes
{
    private static readonly string[] s_units = ["KiB", "MiB", "GiB", "TiB"];

    /// <summary><c>512 B</c>, <c>1.5 KiB</c>, <c>20 GiB</c>: one decimal below ten.</summary>
    public static string Of(long bytes)
    {
        if (bytes < 1024)
            return $"{Formats.Number(bytes)} B";
        var (size, unit) = (bytes / 1024.0, 0);
        while (size >= 1024 && unit < s_units.Length - 1)
            (size, unit) = (size / 1024, unit + 1);
        return $"{size.ToString(size < 10 ? "N1" : "N0", Formats.Culture)} {s_units[unit]}";
    }
}
