using System.Text.RegularExpressions;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Mail;

/// <summary>What was sent to customers, one message whole beside the list. The text is a text node and never markup.</summary>
public sealed partial class MailPage
{
    private const int OrdersLookedAt = 50;

    private readonly Stack<string?> _trail = new();
    private Page<MailItem>? _page;
    private MailView? _view;
    private string? _shownFor, _selected;
    private string _text = "";

    [Inject] public required IMailDesk Mail { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "q")] public string? Q { get; set; }

    [SupplyParameterFromQuery(Name = "message")] public string? Message { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")] public string? Cursor { get; set; }

    protected override async Task LoadAsync()
    {
        var asked = Q + "\n" + Cursor;
        if (_shownFor != asked || Error is not null)
        {
            (_shownFor, _page, _text) = (asked, null, Q ?? "");
            var (query, cursor) = (QueryOf(Q), Cursor);
            if (await AskAsync("the messages", (actor, token) => Mail.ListAsync(query, cursor, OrdersLookedAt, actor, token)) is not { } page || asked != _shownFor)
                return;
            _page = page;
        }

        // A link to a message shows it also where the list has gone on.
        _selected = Message ?? _page?.Items.FirstOrDefault()?.Key;
        if (_selected is not { } selected || _view?.Item.Key == selected)
            return;
        _view = null;
        if (await AskAsync("the message", (actor, token) => Mail.GetAsync(selected, actor, token)) is { } view && selected == _selected)
            _view = view;
    }

    private static MailQuery QueryOf(string? text) => text is not { Length: > 0 }
        ? new MailQuery()
        : OrderForm().IsMatch(text) ? new MailQuery(Order: new OrderId(text.ToUpperInvariant())) : new MailQuery(Recipient: text);

    private void Submit()
    {
        _trail.Clear();
        var text = _text.Trim();
        Go(text.Length == 0 ? null : text, null, null);
    }

    private void Older()
    {
        _trail.Push(Cursor);
        Go(Q, null, _page?.Next);
    }

    private void Newer() => Go(Q, null, _trail.TryPop(out var before) ? before : null);

    private string LinkTo(MailItem item) => Link(Q, item.Key, Cursor);

    private void Go(string? q, string? message, string? cursor) => Navigation.NavigateTo(Link(q, message, cursor));

    private string Link(string? q, string? message, string? cursor) =>
        Navigation.GetUriWithQueryParameters("/mail", new Dictionary<string, object?> { ["q"] = q, ["message"] = message, ["cursor"] = cursor });

    [GeneratedRegex("^[A-Za-z]{2}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex OrderForm();
}
