using System.Text.Json;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Views;

/// <summary>One person's private shelf and the shared one, as read together.</summary>
internal sealed record ViewShelves(ViewShelf Own, ViewShelf Shared)
{
    /// <summary>Private views, without any that a cut-short move left behind.</summary>
    public IEnumerable<SavedView> Private => Own.Views.Where(view => !IsMoved(view));

    /// <summary>Everything of that owner, wherever it lies.</summary>
    public IEnumerable<SavedView> OwnedBy(string ownerId) => Private.Concat(Shared.Views.Where(view => view.OwnerId == ownerId));

    /// <summary>The view if the actor sees it. The private shelf must be the actor's.</summary>
    public SavedView? Visible(string viewId, Actor actor) =>
        Own.Find(viewId) is { } own && !IsMoved(own) ? own : Shared.Find(viewId) is { } shared && Sees(actor, shared) ? shared : null;

    /// <summary>True for what a cut-short move left on the private shelf. Somebody else's view may have the same id: ids are the clients' choice.</summary>
    public bool IsMoved(SavedView own) => Shared.Find(own.Id)?.OwnerId == own.OwnerId;

    public static bool Sees(Actor actor, SavedView view) => view.Audience switch
    {
        ViewAudience.Private => view.OwnerId == actor.Id,
        ViewAudience.Role => view.OwnerId == actor.Id || (view.Role is { } role && actor.Roles.Contains(role)),
        ViewAudience.Everyone => true,
    };

    public static async Task<ViewShelves> ReadAsync(IStore store, string ownerId, CancellationToken cancellationToken)
    {
        var shared = await ViewShelf.ReadAsync(store, ViewShelf.Shared, cancellationToken).ConfigureAwait(false);
        return new ViewShelves(await ViewShelf.ReadAsync(store, ViewShelf.Of(ownerId), cancellationToken).ConfigureAwait(false), shared);
    }
}

/// <summary>What one act does to one shelf.</summary>
/// <param name="Shelf">As it shall be, still with the version it was read at.</param>
/// <param name="Action">See <see cref="AuditActions"/>.</param>
/// <param name="Changes">For people.</param>
/// <param name="Note">Which view.</param>
internal sealed record ShelfWrite(ViewShelf Shelf, string Action, IReadOnlyList<AuditChange> Changes, string Note)
{
    /// <summary>Commits it once.</summary>
    /// <param name="store">Where shelves are.</param>
    /// <param name="commandId">Grouped under it in the audit log.</param>
    /// <param name="decides">True for the commit that makes the command done: it takes the command's unique key.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Until it is sent.</param>
    public async Task<Result<long>> CommitAsync(IStore store, string commandId, bool decides, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var version = Shelf.Version + 1;
        var (record, audit) = AuditChain.Append(Shelf.Audit, Shelf.Subject, version, actor, Action, now, commandId, changes: Changes, note: Note);
        return await store.CommitAsync(
            new ChangeSet
            {
                Subject = Shelf.Subject,
                ExpectedVersion = Shelf.Version,
                Head = JsonSerializer.SerializeToUtf8Bytes(Shelf with { Version = version, Audit = audit }, ViewJson.Default.ViewShelf),
                AddKeys = decides ? [new LookupKey(KeyClasses.Command, commandId, Unique: true)] : [],
                Audit = [record],
            },
            cancellationToken).ConfigureAwait(false);
    }
}
