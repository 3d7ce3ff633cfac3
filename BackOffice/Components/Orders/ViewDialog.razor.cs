using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Orders.Views;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>Saves a new view, or renames, changes and shares one.</summary>
public sealed partial class ViewDialog
{
    private readonly string _viewId = CommandRunner.NewId();
    private string _commandId = CommandRunner.NewId();
    private string _name = "", _query = "";
    private ViewAudience _audience;
    private Role _role;
    private Actor? _actor;
    private Error? _error;

    [Inject] public required IOrderViews Views { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [Inject] public required Toasts Toasts { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    /// <summary>Null for a new one.</summary>
    [Parameter] public SavedView? View { get; set; }

    /// <summary>Of a new one.</summary>
    [Parameter] public string Query { get; set; } = "";

    /// <summary>Begins with who sees it.</summary>
    [Parameter] public bool Share { get; set; }

    private string Title => View is null ? T("Save this view") : Share ? T($"Who sees {View.Name}?") : T($"Change {View.Name}");

    private bool IsOwn => View is null || View.OwnerId == _actor?.Id;

    private string? WhyNotShare => _actor?.Lacks(Permission.ViewsShare) is { } lacks ? T(lacks.Said) : null;

    private IReadOnlyList<QueryProblem> Problems => QueryText.Parse(_query, Clock.GetUtcNow(), TimeZoneInfo.Utc).Problems;

    // A broken query may stay as it is while the rest changes; a new text must be sound.
    private bool CanSave => !Runner.IsRunning && _name.Trim().Length > 0 && _error is not Conflict && (Problems.Count == 0 || _query.Trim() == View?.Query);

    protected override async Task OnInitializedAsync()
    {
        (_name, _query, _audience) = View is null ? ("", Query, ViewAudience.Private) : (View.Name, View.Query, View.Audience);
        _actor = await CurrentActor.GetAsync();
        _role = View?.Role ?? _actor.Roles.Order().FirstOrDefault();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await Browser.FocusAsync(Share ? "view-audience" : "view-name");
    }

    private void Choose(ViewAudience audience) => _audience = audience;

    private async Task SaveAsync()
    {
        if (!CanSave)
            return;
        var actor = await CurrentActor.GetAsync();
        var command = new SaveView(
            View?.Id ?? _viewId, _name.Trim(), _query.Trim(), _audience, _audience is ViewAudience.Role ? _role : null, _commandId, View?.Version ?? 0);
        var result = await Runner.RunAsync("save-view", _commandId, token => Views.SaveAsync(command, actor, token));
        if (result is not { } outcome)
            return;
        _error = outcome.Error;
        if (outcome.IsSuccess)
        {
            Toasts.Show(T($"The view {outcome.Value.Name} is saved."));
            Dialog.Close(DialogResult.Ok(outcome.Value));
        }
        else if (_error is Invalid or Rejected or Forbidden)
        {
            // What was refused for good is not what is sent next.
            _commandId = CommandRunner.NewId();
        }
    }

    private Task KeyAsync(KeyboardEventArgs e) => e is { Key: "Enter", CtrlKey: true } ? SaveAsync() : Task.CompletedTask;

    private void Cancel() => Dialog.Cancel();
}
