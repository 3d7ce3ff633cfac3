using BackOffice.Core.Common;
using BackOffice.Interaction;
using Microsoft.AspNetCore.Components.Authorization;

namespace BackOffice.Hosting.SignIn;

/// <summary>
/// Who uses this circuit. Ask for it at each command, not once: past the session's absolute end it is <see cref="Actors.Nobody"/>, whom Core refuses.
/// </summary>
internal sealed class CurrentActor(AuthenticationStateProvider states, GroupRoles roles, TimeProvider clock) : ICurrentActor
{
    public async Task<Actor> GetAsync()
    {
        var state = await states.GetAuthenticationStateAsync();
        return SessionClaims.IsCurrent(state.User, clock.GetUtcNow(), roles.Version) ? Actors.From(state.User) : Actors.Nobody;
    }
}
