namespace BackOffice.Hosting;

/// <summary>Where to go afterwards, as a request says it.</summary>
internal static class LocalPath
{
    /// <summary>The path when it is one of ours, else null: <c>//host</c>, <c>/\host</c> and whole addresses are not.</summary>
    public static string? Of(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : null;
}
