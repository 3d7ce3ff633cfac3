using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace BackOffice.Hosting.SignIn;

/// <summary>Ends a circuit's session at its absolute end; the cookie is checked by the same rule, so a reload does not bring it back.</summary>
internal sealed class SessionRevalidation(ILoggerFactory loggers, GroupRoles roles, TimeProvider clock)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(SessionClaims.IsCurrent(authenticationState.User, clock.GetUtcNow(), roles.Version));
}
