using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Views;

/// <summary>Saved views. Everything needs orders:read; what touches a view for a role or for everyone needs views:share too.</summary>
public interface IOrderViews
{
    /// <summary>The built-in ones, then the actor's own by name, then what others share with them by name. Two key reads.</summary>
    Task<Result<IReadOnlyList<ListedView>>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Saves a new view (expected version 0), or renames, changes or shares one. Invalid names every wrong field; Conflict <c>view.version</c> says who was
    /// faster; NotFound <c>view.not-found</c> also for a view the actor cannot see.
    /// </summary>
    Task<Result<SavedView>> SaveAsync(SaveView command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Deletes a view. Errors as <see cref="SaveAsync"/>.</summary>
    Task<Result<Done>> DeleteAsync(DeleteView command, Actor actor, CancellationToken cancellationToken);
}

/// <summary>What a view shall be. The same command id again gets the first result.</summary>
public sealed record SaveView(
    string ViewId, string Name, string Query, ViewAudience Audience, Role? Role, string CommandId, long ExpectedVersion);

public sealed record DeleteView(string ViewId, string CommandId, long ExpectedVersion);
