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

    /// <summary>
    /// True when the request came from a page of ours, or was typed by the person. Browsers say so in <c>Sec-Fetch-Site</c>, which no page can forge;
    /// without it a post needs no foreign Origin, and anything else is not believed.
    /// </summary>
    public static bool IsOwnPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        "" => HttpMethods.IsPost(request.Method) && !IsForeign(request),
        _ => false,
    };
}
