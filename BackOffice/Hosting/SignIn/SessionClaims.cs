using System.Globalization;
using System.Security.Claims;
using BackOffice.Core.Access;

namespace BackOffice.Hosting.SignIn;

/// <summary>The few claims that the session cookie carries, and the identity made of them. No token and no e-mail is among them.</summary>
public static class SessionClaims
{
    public const string Issuer = "iss";
    public const string Subject = "sub";
    public const string Name = "name";
    public const string Role = "role";
    public const string AuthenticatedAt = "auth_time";

    /// <summary>There when <see cref="AuthenticatedAt"/> is the provider's word; else it is only when its answer came.</summary>
    public const string AuthenticationTold = "auth_told";

    /// <summary>Unix seconds after which the session is over, whatever happens in it.</summary>
    public const string EndsAt = "session_end";

    /// <summary><see cref="GroupRoles.Version"/> at sign-in.</summary>
    public const string AccessVersion = "access_version";

    public const string AuthenticationType = "oidc";

    public static ClaimsPrincipal Create(
        string issuer, string subject, string name, IEnumerable<Role> roles, DateTimeOffset authenticatedAt, DateTimeOffset endsAt, string accessVersion,
        bool isTold = true)
    {
        var identity = new ClaimsIdentity(AuthenticationType, Name, Role);
        identity.AddClaim(new Claim(Issuer, issuer));
        identity.AddClaim(new Claim(Subject, subject));
        identity.AddClaim(new Claim(Name, name));
        identity.AddClaim(new Claim(AuthenticatedAt, Seconds(authenticatedAt)));
        if (isTold)
            identity.AddClaim(new Claim(AuthenticationTold, "1"));
        identity.AddClaim(new Claim(EndsAt, Seconds(endsAt)));
        identity.AddClaim(new Claim(AccessVersion, accessVersion));
        identity.AddClaims(roles.Order().Select(role => new Claim(Role, role.ToString())));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>True while the session is younger than its absolute end and was made under the mapping in force.</summary>
    public static bool IsCurrent(ClaimsPrincipal principal, DateTimeOffset now, string accessVersion) =>
        principal.FindFirstValue(AccessVersion) == accessVersion
        && long.TryParse(principal.FindFirstValue(EndsAt), NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        && now.ToUnixTimeSeconds() < end;

    /// <summary>When the provider says that it saw the person; null when it does not say.</summary>
    public static DateTimeOffset? ToldAt(ClaimsPrincipal principal) =>
        principal.HasClaim(claim => claim.Type == AuthenticationTold)
        && long.TryParse(principal.FindFirstValue(AuthenticatedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
