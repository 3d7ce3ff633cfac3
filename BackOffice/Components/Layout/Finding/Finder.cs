using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Layout.Finding;

/// <summary>Looks for orders while somebody types: a search that the next letter overtakes is cancelled, inside the store too. One a box.</summary>
public sealed class Finder(IOrders orders, ICurrentActor currentActor, PageReader reader, ViewerZone zone, TimeProvider clock) : IDisposable
{
    private const int MostHits = 6;
    private const int FewestLetters = 2;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(150);

    private CancellationTokenSource? _typing;

    /// <summary>What the text finds; null when another call came before the answer.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="atOnce">False waits whether another letter comes.</param>
    public async Task<Found?> FindAsync(string text, bool atOnce)
    {
        Cancel();
        _typing = new CancellationTokenSource();
        var token = _typing.Token;
        text = text.Trim();
        if (text.Length < FewestLetters)
            return Found.Nothing;
        try
        {
            if (!atOnce)
                await Task.Delay(s_pause, clock, token);
            var actor = await currentActor.GetAsync();
            var asked = QueryText.Parse(text, clock.GetUtcNow(), zone.Zone);
            if (asked.Problems is [var problem, ..])
                return Trouble(text, T(problem.Said));
            var found = await reader.ReadAsync(T("the search"), t => orders.SearchAsync(asked.Query, null, MostHits, actor, t), token);
            if (token.IsCancellationRequested)
                return null;
            return found.IsSuccess ? Of(text, found.Value.Items, actor) : Trouble(text, T(found.Error is Invalid { Fields: [var field, ..] } ? field.Said : found.Error.Said));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Stops what is under way; nothing is found any more.</summary>
    public void Cancel()
    {
        _typing?.Cancel();
        _typing?.Dispose();
        _typing = null;
    }

    public void Dispose() => Cancel();

    private static Found Of(string text, IReadOnlyList<OrderHead> hits, Actor actor)
    {
        var items = hits.Select(head => Hit(text, head)).ToList();
        if (hits is [var only])
            items.AddRange(OrderActs.On(only, actor));
        items.Add(WholeList(text, hits.Count == 0 ? T("Nothing found. Look in the list of orders") : T("All orders that match")));
        return new(text, SearchWords.Describe(text), false, hits, items);
    }

    private static Found Trouble(string text, string said) => new(text, said, true, [], [WholeList(text, T("Look in the list of orders"))]);

    private static FindItem Hit(string text, OrderHead head) => new(
        Icons.ReceiptLong, $"{head.Customer.Name} · {head.Lines[0].City}, {head.Lines[0].Title}",
        MatchedOn.Of(head, text) is { } matched ? T($"{head.Id.Value} · matched on: {matched}") : head.Id.Value)
    {
        Href = $"/orders/{head.Id}", Status = StatusLook.Of(head.Headline), Group = T("Orders"),
    };

    private static FindItem WholeList(string text, string label) =>
        new(Icons.List, label) { Href = (OrdersUrl.All with { Text = text }).ToString(), Group = T("Orders") };
}
