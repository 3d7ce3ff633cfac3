using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BackOffice.Components.Layout;

/// <summary>Moves the focus to the h1 of a page that was navigated to, unless the person is at work on that page already. Blazor's FocusOnNavigate asks nobody.</summary>
public sealed class FocusHeading : ComponentBase
{
    private Type? _shown;
    private bool _isNew;

    [Inject] public required Browser Browser { get; init; }

    [Parameter, EditorRequired] public required Microsoft.AspNetCore.Components.RouteData RouteData { get; set; }

    protected override void OnParametersSet()
    {
        _isNew = _shown is not null && _shown != RouteData.PageType;
        _shown = RouteData.PageType;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_isNew)
            return;
        _isNew = false;
        try
        {
            await Browser.FocusHeadingAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone already.
        }
    }
}
