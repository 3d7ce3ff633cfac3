using System.Diagnostics.CodeAnalysis;

namespace BackOffice.Hosting;

/// <summary>Where a page may send the browser back to.</summary>
internal static class LocalPath
{
    /// <summary>A path of ours; <c>//host</c>, <c>/\host</c> and whole addresses are not.</summary>
    public static bool IsLocal([NotNullWhen(true)] string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl);
}
