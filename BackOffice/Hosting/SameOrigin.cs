namespace BackOffice.Hosting;

/// <summary>Whether a browser sent the request from a page of another origin.</summary>
internal static class SameOrigin
{
    /// <summary>True when an Origin header is there and is not our own. The host is trustworthy because AllowedHosts has filtered it.</summary>
    public static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !string.Equals(origin, $"{request.Scheme}://{request.Host.ToUriComponent()}", StringComparison.OrdinalIgnoreCase);
    }
}
