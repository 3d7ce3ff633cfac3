using System.Collections.Immutable;
using System.Security.Claims;
using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Hosting.SignIn;

/// <summary>Who an authenticated principal is to Core.</summary>
public static class Actors
{
    /// <summary>Nobody: every command refuses it.</summary>
    public static readonly Actor Nobody = new("nobody", "Not signed in", ActorKind.Person, []);

    /// <summary>The actor of a session, of an API token or of the command line's socket; <see cref="Nobody"/> when not authenticated.</summary>
    public static Actor From(ClaimsPrincipal principal) => principal.Identity switch
    {
        { IsAuthenticated: true, AuthenticationType: SessionClaims.AuthenticationType } => Person(principal),
        { IsAuthenticated: true, AuthenticationType: CommandLineAuthentication.SchemeName } => CommandLine(principal),
        { IsAuthenticated: true, AuthenticationType: ApiTokens.AuthenticationType } => Client(principal),
        _ => Nobody,
    };

    private static Actor Person(ClaimsPrincipal principal)
    {
        var roles = principal.FindAll(SessionClaims.Role)
            .Select(claim => GroupRoles.TryParse(claim.Value, out var role) ? role : (Role?)null)
            .OfType<Role>().ToImmutableHashSet();
        var issuer = principal.FindFirstValue(SessionClaims.Issuer);
        var subject = principal.FindFirstValue(SessionClaims.Subject);
        if (string.IsNullOrEmpty(issuer) || string.IsNullOrEmpty(subject))
            return Nobody;
        return new Actor($"{issuer}|{subject}", principal.FindFirstValue(SessionClaims.Name) ?? subject, ActorKind.Person, RolePermissions.Of(roles)) { Roles = roles, AuthenticatedAt = SessionClaims.ToldAt(principal) };
    }

    private static Actor Client(ClaimsPrincipal principal)
    {
        var client = ApiTokens.ClientOf(principal);
        if (client is null)
            return Nobody;
        var permissions = ApiTokens.ScopesOf(principal).Select(RolePermissions.FromScope).OfType<Permission>().ToImmutableHashSet();
        return new Actor("client:" + client, client, ActorKind.Client, permissions);
    }

    private static Actor CommandLine(ClaimsPrincipal principal)
    {
        var user = principal.FindFirstValue(SessionClaims.Subject) ?? "unknown";
        return new Actor("cli:" + user, user, ActorKind.CommandLine, CommandLineAuthentication.Permissions);
    }
}
