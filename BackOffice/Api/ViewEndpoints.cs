using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Orders.Views;

namespace BackOffice.Api;

/// <summary>Saved views: what the caller sees, and the commands that the console has.</summary>
internal static class ViewEndpoints
{
    private const int LongestName = 60;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/views", ListAsync).WithName("ListViews").WithSummary("Built-in views, the caller's own, and those shared with the caller").Produces<ViewsAnswer>();
        api.MapPut("/views/{id}", SaveAsync).WithName("SaveView").WithSummary("Save, rename, change or share a view; needs the version you saw, 0 for a new one")
            .WithDescription("The id is yours: 1 to 64 letters, digits, dashes or underscores. What is for a role or everyone needs views:share.")
            .Accepts<ViewBody>("application/json", ApiDocument.AnyType).Produces<ViewAnswer>();
        api.MapDelete("/views/{id}", DeleteAsync).WithName("DeleteView").WithSummary("Delete a view").Produces(StatusCodes.Status204NoContent)
            .WithQuery("commandId", "expectedVersion");
    }

    private static async Task<IResult> ListAsync(Caller caller, IOrderViews views, TimeProvider clock, CancellationToken cancellationToken)
    {
        var listed = await views.ListAsync(caller.Actor, cancellationToken);
        return listed.Map(all => new ViewsAnswer([.. all.Select(view => AnswerOf(view, clock))])).ToResult();
    }

    private static async Task<IResult> SaveAsync(string id, HttpRequest request, Caller caller, IOrderViews views, TimeProvider clock, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<ViewBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var (body, required) = (read.Value, new Required());
        var command = new SaveView(
            id,
            required.Text("name", body.Name, LongestName),
            body.Query ?? "",
            required.Word<ViewAudience>("audience", body.Audience) ?? ViewAudience.Private,
            required.Word<Role>("role", body.Role),
            required.Text("commandId", body.CommandId, OrderCommandEndpoints.LongestCommandId),
            required.Value("expectedVersion", body.ExpectedVersion, "The version of the view as you saw it is needed, 0 for a new one."));
        if (required.Error is { } missing)
            return ApiResults.Problem(missing);
        var saved = await views.SaveAsync(command, caller.Actor, cancellationToken);
        return saved.Map(view => AnswerOf(new ListedView(view, IsBuiltIn: false, view.OwnerId == caller.Actor.Id, MayChange: true, []), clock)).ToResult();
    }

    private static async Task<IResult> DeleteAsync(string id, HttpRequest request, Caller caller, IOrderViews views, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var version = reader.Number("expectedVersion");
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var deleted = await views.DeleteAsync(new DeleteView(id, reader.Text("commandId") ?? "", version), caller.Actor, cancellationToken);
        return deleted.Match(_ => TypedResults.NoContent(), ApiResults.Problem);
    }

    private static ViewAnswer AnswerOf(ListedView listed, TimeProvider clock)
    {
        var view = listed.View;
        var sort = QueryText.Parse(view.Query, clock.GetUtcNow(), TimeZoneInfo.Utc).Query.Sort;
        return new ViewAnswer(
            view.Id, view.Version, view.Name, view.Query, Word(sort), Word(view.Audience), view.Role is { } role ? Word(role) : null, view.OwnerName, listed.IsBuiltIn, listed.IsOwn,
            listed.MayChange, listed.Problems);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];
}
