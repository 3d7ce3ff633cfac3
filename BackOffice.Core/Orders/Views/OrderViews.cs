using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Orders.Views;

/// <inheritdoc cref="IOrderViews"/>
public sealed class OrderViews(IStore store, TimeProvider clock) : IOrderViews
{
    /// <summary>Shelves change when a person saves; more conflicts in a row are a bug that must surface.</summary>
    private const int MaxTries = 20;

    public async Task<Result<IReadOnlyList<ListedView>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        var shelves = await ViewShelves.ReadAsync(store, actor.Id, cancellationToken).ConfigureAwait(false);
        var (now, mayShare) = (clock.GetUtcNow(), actor.Lacks(Permission.ViewsShare) is null);
        var seen = shelves.Private.Concat(shelves.Shared.Views.Where(view => ViewShelves.Sees(actor, view)))
            .OrderBy(view => view.OwnerId != actor.Id).ThenBy(view => view.Name, StringComparer.OrdinalIgnoreCase).ThenBy(view => view.Id, StringComparer.Ordinal);
        return (ListedView[])
        [
            .. StartingViews.All.Select(view => new ListedView(view, IsBuiltIn: true, IsOwn: false, MayChange: false, [])),
            .. seen.Select(view => new ListedView(
                view, IsBuiltIn: false, view.OwnerId == actor.Id, mayShare || view.Audience is ViewAudience.Private, QueryText.Parse(view.Query, now, TimeZoneInfo.Utc).Problems)),
        ];
    }

    public async Task<Result<SavedView>> SaveAsync(SaveView command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        if (ViewChecks.Of(command) is { } invalid)
            return invalid;
        var saved = await RunAsync(command.CommandId, command.ViewId, shelves => PlanAsync(command, shelves, actor, cancellationToken), actor, cancellationToken).ConfigureAwait(false);
        return PipelineMetrics.Command("save-view", saved.IsSuccess && saved.Value is null ? ViewPlan.NotThere(command.ViewId) : saved.Map(view => view!));
    }

    public async Task<Result<Done>> DeleteAsync(DeleteView command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        if (!CommandChecks.IsId(command.CommandId))
            return new Invalid([CommandChecks.WrongId("commandId")]);
        var deleted = await RunAsync(command.CommandId, command.ViewId, shelves => Task.FromResult(ViewPlan.Delete(command, shelves, actor)), actor, cancellationToken).ConfigureAwait(false);
        return PipelineMetrics.Command("delete-view", deleted.Map(_ => Done.Value));
    }

    private async Task<Result<ViewPlan>> PlanAsync(SaveView command, ViewShelves shelves, Actor actor, CancellationToken cancellationToken)
    {
        var was = shelves.Visible(command.ViewId, actor);
        var owner = was is null ? (actor.Id, actor.Name) : (was.OwnerId, was.OwnerName);
        var owners = owner.Item1 == actor.Id ? shelves : await ViewShelves.ReadAsync(store, owner.Item1, cancellationToken).ConfigureAwait(false);
        return ViewPlan.Save(command, shelves, owner, [.. owners.OwnedBy(owner.Item1)], actor, clock.GetUtcNow());
    }

    /// <summary>The view after the command; null when the command was done before and the view is no longer there.</summary>
    private async Task<Result<SavedView?>> RunAsync(
        string commandId, string viewId, Func<ViewShelves, Task<Result<ViewPlan>>> plan, Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var shelves = await ViewShelves.ReadAsync(store, actor.Id, cancellationToken).ConfigureAwait(false);
            if (await store.FindAsync(KeyClasses.Command, commandId, prefix: false, 1, cancellationToken).ConfigureAwait(false) is [var subject])
            {
                return subject == shelves.Own.Subject || subject == shelves.Shared.Subject
                    ? shelves.Visible(viewId, actor)
                    : new Conflict("command.reused", "This command id belongs to another command. Make a new one.");
            }

            var planned = await plan(shelves).ConfigureAwait(false);
            if (!planned.IsSuccess)
                return planned.Error;
            var committed = await CommitAsync(planned.Value, commandId, actor, cancellationToken).ConfigureAwait(false);
            if (committed is null)
                return planned.Value.View;
            if (committed is not Conflict { Code: "store.version" or "store.exists" or "store.key-taken" } || attempt == MaxTries)
                return committed;
        }
    }

    private async Task<Error?> CommitAsync(ViewPlan plan, string commandId, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (plan.Before is { } before && (await before.CommitAsync(store, commandId, decides: false, actor, now, cancellationToken).ConfigureAwait(false)).Error is { } early)
            return early;
        if (plan.Decides is not { } decides)
            return null;
        if ((await decides.CommitAsync(store, commandId, decides: true, actor, now, cancellationToken).ConfigureAwait(false)).Error is { } refused)
            return refused;
        if (plan.Tidy is { } subject)
            await TidyAsync(subject, plan.View, commandId, actor, now).ConfigureAwait(false);
        return null;
    }

    /// <summary>The command is done. Until this succeeds, or when it never does, the shared view hides the copy that is left.</summary>
    private async Task TidyAsync(SubjectId subject, SavedView view, string commandId, Actor actor, DateTimeOffset now)
    {
        for (var attempt = 1; attempt <= MaxTries; attempt++)
        {
            var shelf = await ViewShelf.ReadAsync(store, subject, CancellationToken.None).ConfigureAwait(false);
            var write = new ShelfWrite(shelf.Without(view.Id), AuditActions.ViewShared, [], ViewPlan.NoteOf(view));
            if ((await write.CommitAsync(store, commandId, decides: false, actor, now, CancellationToken.None).ConfigureAwait(false)).Error is not Conflict)
                return;
        }
    }
}
