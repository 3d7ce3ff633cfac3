using BackOffice.Core.Access;
using BackOffice.Core.Common;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Session;

/// <summary>Who one is here, until when, and what one chose.</summary>
public sealed partial class SessionPage : IDisposable
{
    private static readonly (string? Theme, Func<string> Word)[] s_themes = [(null, () => T("System")), ("light", () => T("Light")), ("dark", () => T("Dark"))];

    private Actor? _actor;
    private SessionFacts? _session;

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required ICurrentSession CurrentSession { get; init; }

    [Inject] public required ViewerChoices Choices { get; init; }

    [Inject] public required ViewerZone Zone { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    private string RolesSentence => _actor?.Roles.Count switch
    {
        null or 0 => T("You have no role here."),
        1 => T($"Your role is {Role(_actor.Roles.Single())}."),
        _ => T($"Your roles are {string.Join(", ", _actor.Roles.Order().Select(Role))}."),
    };

    private static string[] Densities => [T("Compact"), T("Roomy")];

    private string ThemeWord => s_themes.First(theme => theme.Theme == Choices.Theme).Word();

    public void Dispose() => Choices.Changed -= OnChoice;

    protected override async Task OnInitializedAsync()
    {
        Choices.Changed += OnChoice;
        _session = await CurrentSession.GetAsync();
        _actor = await CurrentActor.GetAsync();
    }

    private static string Role(Role role) => T(RolePermissions.DisplayName(role));

    private Task SetThemeAsync(string word) => Choices.SetThemeAsync(s_themes.First(theme => theme.Word() == word).Theme);

    private Task SetDensityAsync(string word) => Choices.SetRoomyAsync(word == Densities[1]);

    private async Task SignOutAsync()
    {
        await Browser.ForgetDraftsAsync();
        Navigation.NavigateTo("/sign-out", forceLoad: true);
    }

    private void OnChoice() => _ = InvokeAsync(StateHasChanged);
}
