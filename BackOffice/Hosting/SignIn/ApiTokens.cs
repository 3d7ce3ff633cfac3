using System.Security.Claims;

namespace BackOffice.Hosting.SignIn;

/// <summary>What the access token of an API client says.</summary>
public static class ApiTokens
{
    public const string AuthenticationType = "api-token";

    /// <summary>The client by the claims that RFC 9068 and the large providers use.</summary>
    public static string? ClientOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue("client_id") ?? principal.FindFirstValue("azp") ?? principal.FindFirstValue("appid");

    /// <summary>Scopes, from <c>scope</c> or <c>scp</c>, each separated by spaces.</summary>
    public static IEnumerable<string> ScopesOf(ClaimsPrincipal principal) =>
        principal.Claims.Where(claim => claim.Type is "scope" or "scp")
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
