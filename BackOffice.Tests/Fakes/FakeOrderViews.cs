using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Orders.Views;

namespace BackOffice.Tests.Fakes;

/// <summary>Saved views as a test says; none unless it does.</summary>
public sealed class FakeOrderViews : IOrderViews
{
    public FakeOrderViews() => List.Always((Result<IReadOnlyList<ListedView>>)Array.Empty<ListedView>());

    public Answer<Actor, IReadOnlyList<ListedView>> List { get; } = new();

    public Answer<SaveView, SavedView> Save { get; } = new();

    public Answer<DeleteView, Done> Delete { get; } = new();

    /// <summary>The built-in ones, one of one's own, one of somebody else for everyone, and one that is broken.</summary>
    public static ListedView[] Some() =>
    [
        .. StartingViews.All.Select(view => new ListedView(view, true, false, false, [])),
        Own("mine", "Boston, failed", "status:failed city:Boston"),
        new(View("theirs", "Large ones", "amount:>=400") with { Audience = ViewAudience.Everyone, OwnerId = "x|2", OwnerName = "Tomas Linnet" }, false, false, true, []),
        Own("broken", "Rainy days", "weather:rain") with { Problems = [new QueryProblem(0, 12, "There is no field weather.")] },
    ];

    public static ListedView Own(string id, string name, string query) => new(View(id, name, query), IsBuiltIn: false, IsOwn: true, MayChange: true, []);

    public Task<Result<IReadOnlyList<ListedView>>> ListAsync(Actor actor, CancellationToken cancellationToken) => List.AskAsync(actor);

    public Task<Result<SavedView>> SaveAsync(SaveView command, Actor actor, CancellationToken cancellationToken) => Save.AskAsync(command);

    public Task<Result<Done>> DeleteAsync(DeleteView command, Actor actor, CancellationToken cancellationToken) => Delete.AskAsync(command);

    private static SavedView View(string id, string name, string query) => new()
    {
        Id = id, Version = 3, Name = name, Query = query, OwnerId = new FakeActor(Role.Operations).Actor.Id, OwnerName = "Ama Kestrel", ChangedBy = "Ama Kestrel", ChangedAt = SampleViews.Placed,
    };
}
