using BackOffice.Core.Common;

namespace BackOffice.Interaction;

/// <summary>Who sits at this circuit, as commands and queries of Core want to know it.</summary>
public interface ICurrentActor
{
    /// <summary>The signed-in person with the permissions of their current roles. Components are behind [Authorize], so there is one.</summary>
    Task<Actor> GetAsync();
}
