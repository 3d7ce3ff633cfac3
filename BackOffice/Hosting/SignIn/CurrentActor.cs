using BackOffice.Core.Common;
using Microsoft.AspNetCore.Components.Authorization;

namespace BackOffice.Hosting.SignIn;

/// <summary>
/// Who uses this circuit. Ask for it at each command, not once: past the session's absolute end it is <see cref="Actors.Nobody"/>, whom Core refuses.
/// </summary>
public sealed class CurrentActor(AuthenticationStateProvider states, GroupRoles roles, TimeProvider clock)
{
    public async ValueTask<Actor> GetAsync()
    {
        var state = await states.GetAuthenticationStateAsync();
        return SessionClaims.IsCurrent(state.User, clock.GetUtcNow(), roles.Version) ? Actors.From(state.User) : Actors.Nobody;
    }
}
