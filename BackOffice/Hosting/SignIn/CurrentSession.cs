using System.Globalization;
using System.Security.Claims;
using BackOffice.Interaction;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting.SignIn;

/// <inheritdoc cref="ICurrentSession"/>
internal sealed class CurrentSession(AuthenticationStateProvider states, GroupRoles roles, IOptions<SignInOptions> options, SignInMode mode, TimeProvider clock) : ICurrentSession
{
    public async Task<SessionFacts?> GetAsync()
    {
        var user = (await states.GetAuthenticationStateAsync()).User;
        if (!SessionClaims.IsCurrent(user, clock.GetUtcNow(), roles.Version) || Moment(user, SessionClaims.AuthenticatedAt) is not { } since || Moment(user, SessionClaims.EndsAt) is not { } end)
            return null;
        var issuer = user.FindFirstValue(SessionClaims.Issuer) ?? "";
        return new(since, end, options.Value.IdleTimeout, Uri.TryCreate(issuer, UriKind.Absolute, out var uri) ? uri.Authority : issuer, mode.IsTrial);
    }

    private static DateTimeOffset? Moment(ClaimsPrincipal user, string claim) =>
        long.TryParse(user.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
