using BackOffice.Core.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;

namespace BackOffice.Components.Layout;

/// <summary>The shell: app bar, drawer, main landmark, and what the whole circuit needs once (time zone, theme, keys).</summary>
public sealed partial class MainLayout : IDisposable
{
    private DotNetObjectReference<MainLayout>? _self;
    private PanelBoundary? _boundary;
    private Actor? _actor;
    private bool _drawerOpen, _dark, _helpOpen, _ready;

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required ViewerZone Zone { get; init; }

    [Inject] public required Shortcuts Shortcuts { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    private string SkipTarget => Navigation.Uri.Split('#')[0] + "#main";

    /// <summary>A key that the browser heard outside fields and dialogs; <c>g o</c> for two in a row.</summary>
    [JSInvokable]
    public async Task OnKeyAsync(string key)
    {
        var page = key switch { "g h" => "/", "g o" => "/orders", "g n" => OrdersUrl.NeedsAPerson.ToString(), "g r" => "/rollout", "g a" => "/audit", _ => null };
        if (page is not null)
            Navigation.NavigateTo(page);
        else if (key == "?")
            await ShowHelpAsync();
        else
            await Shortcuts.PressAsync(key);
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _self?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _actor = await CurrentActor.GetAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        try
        {
            // The page comes after the time zone, so that no time is ever shown in the wrong one.
            Zone.Set(await Browser.TimeZoneAsync());
            _ready = true;
            StateHasChanged();
            _dark = await Browser.IsDarkAsync();
            await Browser.ListenForKeysAsync(_self);
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone already.
            return;
        }

        StateHasChanged();
        await Browser.FocusHeadingAsync();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        _boundary?.Recover();
        if (!_drawerOpen)
            return;
        _drawerOpen = false;
        StateHasChanged();
    });

    private void ToggleDrawer() => _drawerOpen = !_drawerOpen;

    private async Task SkipAsync() => await Browser.FocusAsync("main");

    private async Task ToggleThemeAsync() => _dark = await Browser.SetThemeAsync(_dark ? "light" : "dark");

    private async Task ShowHelpAsync()
    {
        if (_helpOpen)
            return;
        _helpOpen = true;
        var dialog = await Dialogs.ShowAsync<HelpSheet>("Keyboard help");
        await dialog.Result;
        _helpOpen = false;
    }
}
