using System.Security.Cryptography;
using System.Text;
using BackOffice.Components.Layout.Finding;
using BackOffice.Components.Layout.Navigation;
using BackOffice.Core.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;

namespace BackOffice.Components.Layout;

/// <summary>The shell: app bar, drawer, main landmark, and what the whole circuit needs once (time zone, choices, keys, drafts).</summary>
public sealed partial class MainLayout : IDisposable
{
    private DotNetObjectReference<MainLayout>? _self;
    private PanelBoundary? _boundary;
    private NavMenu? _nav;
    private DraftBar? _drafts;
    private Actor? _actor;
    private IReadOnlyList<FindItem> _commands = [];
    private bool _drawerOpen, _dialogOpen, _ready;

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required ViewerZone Zone { get; init; }

    [Inject] public required ViewerChoices Choices { get; init; }

    [Inject] public required Shortcuts Shortcuts { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    private string SkipTarget => Navigation.Uri.Split('#')[0] + "#main";

    private string ThemeLabel => Choices.IsDark ? T("Light theme") : T("Dark theme");

    /// <summary>A key that the browser heard outside fields and dialogs; <c>g o</c> for two in a row.</summary>
    [JSInvokable]
    public async Task OnKeyAsync(string key)
    {
        if (key is ['g', ' ', ..] && NavTable.All.Concat(NavTable.Others).FirstOrDefault(entry => "g " + entry.Go == key) is { } entry)
            Navigation.NavigateTo(entry.Href);
        else if (key == "?")
            await ShowHelpAsync();
        else if (key == "Ctrl+K")
            await OpenCommandsAsync();
        else
            await Shortcuts.PressAsync(key);
    }

    /// <summary>The connection is back. Answered after everything that waited: then the page is live.</summary>
    [JSInvokable]
    public Task OnComebackAsync() => _nav?.ReadAsync() ?? Task.CompletedTask;

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Choices.Changed -= OnChoice;
        _self?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Choices.Changed += OnChoice;
        NameCommands();
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
            await Choices.LoadAsync();
            await Browser.ListenForKeysAsync(_self);
            _drafts?.Show(await Browser.KeepDraftsAsync(await PersonKeyAsync()) ?? []);
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone already.
            return;
        }

        await Browser.FocusHeadingAsync();
    }

    /// <summary>Tells one person's drafts from another's in a browser that two share, without naming anybody there.</summary>
    private async Task<string> PersonKeyAsync() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((await CurrentActor.GetAsync()).Id)))[..16];

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        _boundary?.Recover();
        if (!Navigation.Uri.Contains("do=", StringComparison.Ordinal))
            _drafts?.Hide();
        if (!_drawerOpen)
            return;
        _drawerOpen = false;
        StateHasChanged();
    });

    private void OnChoice() => _ = InvokeAsync(() =>
    {
        NameCommands();
        StateHasChanged();
    });

    private void NameCommands() => _commands =
    [
        Command(Choices.IsDark ? Icons.Material.Rounded.LightMode : Icons.Material.Rounded.DarkMode, ThemeLabel, ToggleThemeAsync),
        Command(Icons.Material.Rounded.Contrast, T("Theme of the system"), () => Choices.SetThemeAsync(null)),
        Command(Icons.Material.Rounded.DensityMedium, Choices.IsRoomy ? T("Compact tables") : T("Roomy tables"), () => Choices.SetRoomyAsync(!Choices.IsRoomy)),
        .. Language.All.Where(language => language != Language.Current).Select(language => Command(Icons.Material.Rounded.Translate, language.Name, () => SpeakAsync(language))),
        Command(Icons.Material.Rounded.Keyboard, T("Keyboard help"), ShowHelpAsync, "?"),
        Command(Icons.Material.Rounded.Logout, T("Sign out"), SignOutAsync),
    ];

    private static FindItem Command(string icon, string label, Func<Task> act, string? key = null) => new(icon, label) { Act = act, Key = key, Group = T("Commands") };

    private void ToggleDrawer() => _drawerOpen = !_drawerOpen;

    private async Task SkipAsync() => await Browser.FocusAsync("main");

    private Task ToggleThemeAsync() => Choices.SetThemeAsync(Choices.IsDark ? "light" : "dark");

    private Task SpeakAsync(Language language)
    {
        LanguageLink.Choose(language, Navigation);
        return Task.CompletedTask;
    }

    private async Task SignOutAsync()
    {
        await Browser.ForgetDraftsAsync();
        Navigation.NavigateTo("/sign-out", forceLoad: true);
    }

    private Task ShowHelpAsync() => OpenAsync<HelpSheet>(T("Keyboard help"), []);

    private async Task OpenCommandsAsync()
    {
        var chosen = await OpenAsync<CommandPalette>(T("Commands"), new() { { nameof(CommandPalette.Commands), _commands } });
        if (chosen is FindItem { Href: { } href })
            Navigation.NavigateTo(href);
        else if (chosen is FindItem { Act: { } act })
            await act();
    }

    /// <summary>One at a time; answers what it was closed with. What had the focus gets it back, unless a page takes it that is about to come.</summary>
    private async Task<object?> OpenAsync<TDialog>(string title, DialogParameters parameters)
        where TDialog : IComponent
    {
        if (_dialogOpen)
            return null;
        _dialogOpen = true;
        try
        {
            await Browser.RememberFocusAsync();
            var dialog = await Dialogs.ShowAsync<TDialog>(title, parameters);
            var result = await dialog.Result;
            if (result?.Data is not FindItem { Href: not null })
                await Browser.ReturnFocusAsync();
            return result?.Data;
        }
        finally
        {
            _dialogOpen = false;
        }
    }
}
