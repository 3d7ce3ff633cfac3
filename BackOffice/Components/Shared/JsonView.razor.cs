using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Shared;

/// <summary>JSON from anywhere, as text nodes alone: folding, searching, copying; long texts and long lists come by the page, so that no message to the browser is large.</summary>
public sealed partial class JsonView
{
    private const int PageSize = 100;
    private const int LongText = 400;
    private const int TextPage = 10_000;

    private readonly string _id = "j" + Guid.NewGuid().ToString("N")[..8] + "-";
    private readonly HashSet<int> _folded = [];
    private readonly Dictionary<int, int> _cuts = [];
    private IReadOnlyList<JsonLine>? _lines;
    private IReadOnlyList<int> _hits = [];
    private string _shown = "", _words = "";
    private int _limit = PageSize, _letters = TextPage, _hit;

    [Inject] public required Browser Browser { get; init; }

    /// <summary>What does not parse, or is too long for lines, is shown as it is.</summary>
    [Parameter, EditorRequired] public string Json { get; set; } = "";

    /// <summary>With its article: <c>the input</c>.</summary>
    [Parameter, EditorRequired] public string What { get; set; } = "";

    /// <summary>Said when there is no text; "There is none." when null.</summary>
    [Parameter] public string? Empty { get; set; }

    protected override void OnParametersSet()
    {
        if (Json == _shown)
            return;
        _shown = Json;
        _lines = Parse(Json);
        _folded.Clear();
        _cuts.Clear();
        (_limit, _letters) = (PageSize, TextPage);
        Search();
    }

    private static IReadOnlyList<JsonLine>? Parse(string json)
    {
        if (json.Length is 0 or > 5_000_000)
            return null;
        try
        {
            return JsonLines.Of(JsonElement.Parse(json));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<(JsonLine Line, int Index)> Shown()
    {
        if (_lines is null)
            yield break;
        for (var i = 0; i < _lines.Count; i = _folded.Contains(i) ? _lines[i].End : i + 1)
            yield return (_lines[i], i);
    }

    private bool IsHit(int index) => _words.Length > 0 && _lines?[index].Has(_words) == true;

    private void Toggle(int index)
    {
        if (!_folded.Remove(index))
            _folded.Add(index);
    }

    private void FoldAll()
    {
        if (_folded.Count > 0)
            _folded.Clear();
        else
            _folded.UnionWith(Enumerable.Range(0, _lines?.Count ?? 0).Where(index => _lines?[index].IsFolder(index) == true));
    }

    private Task FindAsync()
    {
        Search();
        return ShowHitAsync();
    }

    private void Search()
    {
        _hit = 0;
        _hits = _words.Length == 0 || _lines is null ? [] : [.. Enumerable.Range(0, _lines.Count).Where(IsHit)];
    }

    private Task KeyAsync(KeyboardEventArgs e)
    {
        if (e.Key != "Enter" || _hits.Count == 0)
            return Task.CompletedTask;
        _hit = (_hit + (e.ShiftKey ? _hits.Count - 1 : 1)) % _hits.Count;
        return ShowHitAsync();
    }

    /// <summary>Unfolds what hides the hit, and has its page.</summary>
    private async Task ShowHitAsync()
    {
        if (_hits.Count == 0 || _lines is null)
            return;
        var at = _hits[_hit];
        _folded.RemoveWhere(folder => folder < at && _lines[folder].End > at);
        var place = Shown().TakeWhile(shown => shown.Index != at).Count();
        _limit = Math.Max(_limit, ((place / PageSize) + 1) * PageSize);
        StateHasChanged();
        await Browser.ScrollToAsync(_id + at.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private void Lengthen(int index) => _cuts[index] = _cuts.GetValueOrDefault(index, LongText) + TextPage;

    private void More() => _limit += PageSize;

    private void MoreText() => _letters += TextPage;
}
