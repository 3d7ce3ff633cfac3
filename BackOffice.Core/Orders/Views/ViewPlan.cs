using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Views;

/// <summary>
/// What a command comes to on the shelves as they are. Within one shelf it is one commit. A move between shelves is two, and the one to the shared shelf
/// decides: a copy is laid into the private shelf before it leaves the shared one, and taken out of the private shelf after it came into the shared one.
/// </summary>
/// <param name="View">As it will be.</param>
/// <param name="Before">Committed first; without effect until <paramref name="Decides"/> is.</param>
/// <param name="Decides">Null when nothing changes.</param>
/// <param name="Tidy">The private shelf from which the view must go afterwards.</param>
internal sealed record ViewPlan(SavedView View, ShelfWrite? Before, ShelfWrite? Decides, SubjectId? Tidy)
{
    public const int MostOfOne = 50;
    public const int MostShared = 100;

    /// <summary>Checks what stands already: version, permission, name, room; and plans the writes.</summary>
    /// <param name="command">Sound in itself.</param>
    /// <param name="shelves">The actor's.</param>
    /// <param name="owner">Of the view, as it is now; the actor for a new one.</param>
    /// <param name="owned">Everything of that owner.</param>
    /// <param name="actor">Who saves.</param>
    /// <param name="now">UTC.</param>
    public static Result<ViewPlan> Save(
        SaveView command, ViewShelves shelves, (string Id, string Name) owner, IReadOnlyList<SavedView> owned, Actor actor, DateTimeOffset now)
    {
        var was = shelves.Visible(command.ViewId, actor);
        if (Refuse(command.ViewId, command.ExpectedVersion, was, shelves) is { } refused)
            return refused;
        var (wasShared, isShared) = (was is not null && was.Audience is not ViewAudience.Private, command.Audience is not ViewAudience.Private);
        if ((wasShared || isShared) && actor.Lacks(Permission.ViewsShare) is { } forbidden)
            return forbidden;
        if (wasShared && !isShared && owner.Id != actor.Id)
            return new Rejected("view.not-own", $"Only {owner.Name} can make this view private again. You can delete it.");
        if (isShared && !wasShared && shelves.Shared.Find(command.ViewId) is { } other && other.OwnerId != owner.Id)
            return new Conflict("view.exists", "This id belongs to another view. Make a new one.");
        var name = command.Name.Trim();
        if (owned.Any(view => view.Id != command.ViewId && view.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return new Invalid("name", owner.Id == actor.Id ? (Sentence)"You have a view of this name already." : (Sentence)$"{owner.Name} has a view of this name already.");
        if (was is null && owned.Count >= MostOfOne)
            return new Rejected("view.too-many", $"You have {MostOfOne} views, which is the most. Delete one first.");
        if (isShared && !wasShared && shelves.Shared.Views.Count >= MostShared)
            return new Rejected("view.too-many-shared", $"{MostShared} views are shared, which is the most. Delete one first.");
        var query = command.Query.Trim();
        if (was?.Query != query && ViewChecks.OfQuery(query, now) is { } invalid)
            return invalid;

        var view = new SavedView
        {
            Id = command.ViewId, Version = command.ExpectedVersion + 1, Name = name, Query = query, Audience = command.Audience, Role = command.Role,
            OwnerId = owner.Id, OwnerName = owner.Name, ChangedBy = actor.Name, ChangedAt = now,
        };
        var changes = Difference(was, view);
        if (changes.Count == 0)
            return new ViewPlan(was ?? view, null, null, null);
        var action = (was?.Audience ?? ViewAudience.Private, was?.Role) == (view.Audience, view.Role) ? AuditActions.ViewSaved : AuditActions.ViewShared;
        ShelfWrite Write(ViewShelf shelf) => new(shelf, action, changes, NoteOf(view));
        return (wasShared, isShared) switch
        {
            (false, false) => new ViewPlan(view, null, Write(shelves.Own.With(view)), null),
            (_, true) => new ViewPlan(view, null, Write(shelves.Shared.With(view)), !wasShared && was is not null ? shelves.Own.Subject : null),
            (true, false) => new ViewPlan(view, Write(shelves.Own.With(view)), Write(shelves.Shared.Without(view.Id)), null),
        };
    }

    /// <summary>Plans the end of a view.</summary>
    public static Result<ViewPlan> Delete(DeleteView command, ViewShelves shelves, Actor actor)
    {
        var was = shelves.Visible(command.ViewId, actor);
        if (Refuse(command.ViewId, command.ExpectedVersion, was, shelves) is { } refused)
            return refused;
        if (was is null)
            return NotThere(command.ViewId);
        ShelfWrite Write(ViewShelf shelf) => new(shelf.Without(was.Id), AuditActions.ViewDeleted, [new AuditChange("name", was.Name, null), new AuditChange("query", was.Query, null)], NoteOf(was));
        if (was.Audience is ViewAudience.Private)
            return new ViewPlan(was, null, Write(shelves.Own), null);
        if (actor.Lacks(Permission.ViewsShare) is { } forbidden)
            return forbidden;
        return new ViewPlan(was, shelves.Own.Find(was.Id) is { } left && shelves.IsMoved(left) ? Write(shelves.Own) : null, Write(shelves.Shared), null);
    }

    public static NotFound NotThere(string viewId) => new("view.not-found", $"There is no view {viewId} that you can see.");

    public static string NoteOf(SavedView view) => $"View {view.Name} ({view.Id}).";

    private static Error? Refuse(string viewId, long expected, SavedView? was, ViewShelves shelves)
    {
        if (StartingViews.IsOne(viewId))
            return new Rejected("view.built-in", "Built-in views stay as they are. Save a view of your own.");
        if (was is null)
        {
            return expected != 0 ? NotThere(viewId)
                : shelves.Shared.Find(viewId) is not null ? new Conflict("view.exists", "This id belongs to another view. Make a new one.") : null;
        }

        return was.Version == expected ? null : new Conflict("view.version", $"{was.ChangedBy} changed this view meanwhile. Look again before you decide.", was.ChangedBy, was.ChangedAt);
    }

    private static List<AuditChange> Difference(SavedView? was, SavedView view)
    {
        var changes = new List<AuditChange>();
        Add("name", was?.Name, view.Name);
        Add("query", was?.Query, view.Query);
        Add("audience", was is null ? null : AudienceOf(was), AudienceOf(view));
        return changes;

        void Add(string field, string? before, string after)
        {
            if (before != after)
                changes.Add(new AuditChange(field, before, after));
        }
    }

    private static string AudienceOf(SavedView view) => view.Role is { } role ? RolePermissions.DisplayName(role) : view.Audience.ToString().ToLowerInvariant();
}
