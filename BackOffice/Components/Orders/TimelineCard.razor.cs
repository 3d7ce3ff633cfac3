using BackOffice.Components.Orders.Run;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>Everything that happened to an order, merged and filtered; pinned notes stay above, a row that a link names is always there.</summary>
public sealed partial class TimelineCard
{
    private const int PageSize = 100;

    private TimelineFilter _filter;
    private int _limit = PageSize;
    private string? _shownTarget;

    [Parameter, EditorRequired] public IReadOnlyList<TimelineRow> Rows { get; set; } = [];

    /// <summary>Of the page, for links to rows.</summary>
    [Parameter, EditorRequired] public string Page { get; set; } = "";

    /// <summary>The element that the address names, or null.</summary>
    [Parameter] public string? Target { get; set; }

    [Parameter] public bool CanNote { get; set; }

    [Parameter] public EventCallback OnNote { get; set; }

    private static string[] Words => [T("All"), T("Failed and waiting"), T("People")];

    private IEnumerable<TimelineRow> Shown => _filter switch
    {
        TimelineFilter.People => Rows.Where(row => row.Kind is TimelineKind.Person),
        TimelineFilter.Trouble => Rows.Where(row => row.Kind is TimelineKind.Trouble),
        TimelineFilter.All => Rows,
    };

    private List<TimelineRow> Pinned => [.. Rows.Where(row => row.IsPinned)];

    /// <summary>The next filter, as the key does it.</summary>
    public string NextFilter()
    {
        SetFilter((TimelineFilter)(((int)_filter + 1) % Words.Length));
        StateHasChanged();
        return Words[(int)_filter];
    }

    protected override void OnParametersSet()
    {
        if (Target == _shownTarget)
            return;
        _shownTarget = Target;
        var at = Rows.Select((row, index) => (row, index)).FirstOrDefault(pair => pair.row.ElementId == Target);
        if (at.row is null)
            return;
        _filter = TimelineFilter.All;
        _limit = Math.Max(_limit, ((at.index / PageSize) + 1) * PageSize);
    }

    private string LinkTo(TimelineRow row) => $"{Page}?at={row.ElementId}";

    private void SetFilter(TimelineFilter filter) => _filter = filter;

    private void More() => _limit += PageSize;

    private enum TimelineFilter
    {
        All,
        Trouble,
        People,
    }
}
