using BackOffice.Components.Shared;
using BackOffice.Core.Access;
using BackOffice.Core.Orders.Views;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>The saved views above the list, and what can be done with the one that is shown.</summary>
public sealed partial class ViewTabs
{
    private string? _shown;

    [Inject] public required Browser Browser { get; init; }

    [Parameter, EditorRequired] public IReadOnlyList<ListedView> Views { get; set; } = [];

    /// <summary>By the view's id; views that would cost too much to count are not in it.</summary>
    [Parameter] public IReadOnlyDictionary<string, QueryCount> Counts { get; set; } = new Dictionary<string, QueryCount>();

    /// <summary>The view whose query is the one that is shown.</summary>
    [Parameter] public ListedView? Current { get; set; }

    /// <summary>True when the query that is shown can be saved and is none of the views.</summary>
    [Parameter] public bool CanSave { get; set; }

    [Parameter] public EventCallback OnSave { get; set; }

    /// <summary>The view, and true to begin with who sees it.</summary>
    [Parameter] public EventCallback<(ListedView View, bool Share)> OnChange { get; set; }

    [Parameter] public EventCallback<ListedView> OnDelete { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_shown == Current?.View.Id)
            return;
        _shown = Current?.View.Id;
        if (_shown is not null)
            await Browser.ShowAsync("view-current");
    }

    private RowMenuItem[] MenuOf(ListedView listed) =>
    [
        new(T("Rename or change…"), Act: () => OnChange.InvokeAsync((listed, false))),
        new(T("Share…"), Act: () => OnChange.InvokeAsync((listed, true))),
        new(T("Delete…"), Act: () => OnDelete.InvokeAsync(listed)),
    ];

    private static string TitleOf(ListedView listed) => (listed.IsBuiltIn, listed.View.Audience) switch
    {
        (true, _) => listed.View.Query.Length == 0 ? T("Built in") : T($"Built in: {listed.View.Query}"),
        (_, ViewAudience.Private) => T("Yours alone"),
        (_, ViewAudience.Role) => T($"By {listed.View.OwnerName}, for {(listed.View.Role is { } role ? T(RolePermissions.DisplayName(role)) : T("a role"))}"),
        (_, ViewAudience.Everyone) => T($"By {listed.View.OwnerName}, for everyone"),
    };
}
