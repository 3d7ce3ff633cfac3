using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.JSInterop;

namespace BackOffice.Components.Layout;

/// <summary>
/// Shows nothing. It hears from the browser when the page goes out of sight and comes back, and runs each tick of the second hand inside one rendering:
/// whoever changes with the tick is rendered in the same batch, instead of a batch for each.
/// </summary>
public sealed class CircuitWatch : ComponentBase, IDisposable
{
    private DotNetObjectReference<CircuitWatch>? _self;
    private Action? _tick;

    [Inject] public required ViewerPresence Presence { get; init; }

    [Inject] public required Ticker Ticker { get; init; }

    [Inject] public required Browser Browser { get; init; }

    /// <summary>The browser's word; a connection that comes back says it again.</summary>
    [JSInvokable]
    public void OnVisibility(bool hidden) => Presence.Set(hidden);

    public void Dispose()
    {
        Ticker.Conduct(null);
        _self?.Dispose();
    }

    protected override void OnInitialized() => Ticker.Conduct(tick => _ = InvokeAsync(() =>
    {
        _tick = tick;
        StateHasChanged();
    }));

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var tick = _tick;
        _tick = null;
        tick?.Invoke();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        try
        {
            await Browser.WatchVisibilityAsync(_self);
            await Browser.KeepAgesAsync(Ticker.Now);
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone already.
        }
    }
}
