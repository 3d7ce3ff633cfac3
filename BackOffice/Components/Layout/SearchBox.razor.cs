using System.Text.RegularExpressions;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Layout;

/// <summary>The box in the app bar: says what was pasted, shows the first hits, and Enter opens the one that is meant.</summary>
public sealed partial class SearchBox : IDisposable
{
    private const int MostHits = 6;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(150);

    private CancellationTokenSource? _typing;
    private IReadOnlyList<OrderHead> _hits = [];
    private string _text = "", _searched = "", _said = "", _looks = "";
    private string? _trouble;
    private bool _open;
    private int _at = -1;

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ViewerZone Zone { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    private bool IsOpen => _open && _searched.Length > 0;

    public void Dispose()
    {
        _typing?.Cancel();
        _typing?.Dispose();
    }

    private Task TypedAsync() => SearchAsync(s_pause);

    private async Task SearchAsync(TimeSpan pause)
    {
        _typing?.Cancel();
        _typing?.Dispose();
        _typing = new CancellationTokenSource();
        var token = _typing.Token;
        var text = _text.Trim();
        if (text.Length < 2)
        {
            Close();
            return;
        }

        try
        {
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, Clock, token);
            var actor = await CurrentActor.GetAsync();
            var asked = QueryText.Parse(text, Clock.GetUtcNow(), Zone.Zone);
            var found = asked.IsSound ? await Reader.ReadAsync("the search", t => Orders.SearchAsync(asked.Query, null, MostHits, actor, t), token) : Page<OrderHead>.Empty;
            _hits = found.IsSuccess ? found.Value.Items : [];
            _searched = text;
            _trouble = asked.Problems is [var problem, ..] ? problem.Message : found.Error?.Message;
            _looks = _trouble ?? "This looks like " + SearchWords.Describe(text);
            _said = _trouble ?? (_hits.Count == 0 ? "Nothing found" : $"{_hits.Count} orders found");
            _at = _hits.Count == 1 ? 0 : -1;
            _open = true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The next letter came.
        }
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "Enter":
                await EnterAsync();
                break;
            case "Escape":
                Close();
                break;
            case "ArrowDown" when IsOpen:
                _at = Math.Min(_at + 1, _hits.Count);
                break;
            case "ArrowUp" when IsOpen:
                _at = Math.Max(_at - 1, -1);
                break;
        }
    }

    private async Task EnterAsync()
    {
        if (_text.Trim().Length == 0)
            return;
        if (_searched != _text.Trim())
            await SearchAsync(TimeSpan.Zero);
        if (_at >= 0 && _at < _hits.Count)
            Open(_hits[_at].Id);
        else
            ShowAll();
    }

    private void Open(OrderId order)
    {
        Close();
        _text = "";
        Navigation.NavigateTo($"/orders/{order}");
    }

    private void ShowAll()
    {
        Close();
        Navigation.NavigateTo((OrdersUrl.All with { Text = _text.Trim() }).ToString());
    }

    private void CloseSoon(FocusEventArgs e) => Close();

    private void Close()
    {
        _open = false;
        _searched = "";
        _hits = [];
        _at = -1;
        _said = "";
    }
}

/// <summary>Names what somebody typed or pasted.</summary>
public static partial class SearchWords
{
    public static string Describe(string text) => text switch
    {
        _ when QueryToken.Split(text).Any(token => token.Field is not null) => "a filter",
        _ when OrderIdShape().IsMatch(text) => "an order id",
        _ when ExecutionShape().IsMatch(text) => "an execution",
        _ when text.Contains('@', StringComparison.Ordinal) => "an e-mail address",
        _ when Guid.TryParse(text, out _) => "a customer's id",
        _ when PhoneShape().IsMatch(text) => "a phone number",
        _ => "a name",
    };

    [GeneratedRegex("^[A-Za-z]{2}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}$")]
    private static partial Regex OrderIdShape();

    [GeneratedRegex("^[A-Za-z]{2}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9]+$")]
    private static partial Regex ExecutionShape();

    [GeneratedRegex(@"^\+?[0-9][0-9 ()-]{6,}$")]
    private static partial Regex PhoneShape();
}
