using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>The list of deliveries; its address is its state. Live.</summary>
public sealed partial class DeliveriesPage
{
    private const int PageSize = 50;

    private readonly Stack<string?> _trail = new();
    private (string Value, string Word)[] _rules = [("", T("any"))], _destinations = [("", T("any"))];
    private Page<EventDelivery>? _page;
    private string? _shownFor;
    private string _key = "";

    [Inject] public required IDeliveryDesk Desk { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "rule")] public string? Rule { get; set; }

    [SupplyParameterFromQuery(Name = "destination")] public string? Destination { get; set; }

    [SupplyParameterFromQuery(Name = "state")] public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "order")] public string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "replay")] public string? Replay { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")] public string? Cursor { get; set; }

    protected override long? Mark => Desk.Changes;

    private static (string Value, string Word)[] States =>
        [("", T("any")), .. Enum.GetValues<DeliveryState>().Select(state => (state.ToString().ToLowerInvariant(), StatusLook.Of(state).Word))];

    private bool IsFiltered => Rule is not null || Destination is not null || State is not null || Key is not null || Replay is not null;

    private string Asked => $"{Rule}\n{Destination}\n{State}\n{Key}\n{Replay}\n{Cursor}";

    protected override async Task LoadAsync()
    {
        var asked = Asked;
        if (_shownFor != asked)
        {
            _shownFor = asked;
            _page = null;
            _key = Key ?? "";
        }

        var query = new DeliveryQuery
        {
            Rule = Rule, Destination = Destination, Key = Key, Replay = Replay,
            State = Enum.TryParse<DeliveryState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
        };
        var cursor = Cursor;
        if (await AskAsync("the deliveries", (actor, token) => Desk.ListAsync(query, cursor, PageSize, actor, token)) is not { } page || asked != Asked)
            return;
        _page = page;
        if (_rules.Length == 1 && await AskAsync(Key("the rules"), Desk.NamesAsync) is { } names)
        {
            _rules = [("", T("any")), .. names.Rules.Select(rule => (rule.Name, rule.Name))];
            _destinations = [("", T("any")), .. names.Destinations.Select(destination => (destination.Name, destination.Name))];
        }
    }

    private void Submit() => Go("order", _key.Trim());

    private void Go(string name, string value)
    {
        _trail.Clear();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = value.Length == 0 ? null : value, ["cursor"] = null }));
    }

    private string Without(string name) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = null, ["cursor"] = null });

    private void Older()
    {
        _trail.Push(Cursor);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cursor", _page?.Next));
    }

    private void Newer() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cursor", _trail.TryPop(out var before) ? before : null));
}
