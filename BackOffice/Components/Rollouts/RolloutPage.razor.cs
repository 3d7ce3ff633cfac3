using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Rollouts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Rollouts;

/// <summary>How many orders are instant, who changed it and why, and the dial for those who may turn it.</summary>
public sealed partial class RolloutPage : IDisposable
{
    private const string Flag = RolloutPolicy.CityOrdersInstantProcessing;
    private static readonly StatusLook s_stopped = new(Key("Instant is stopped"), Icons.Material.Rounded.PowerSettingsNew, StatusRole.Fail);

    private readonly CancellationTokenSource _leave = new();
    private RolloutPolicy? _policy;
    private List<RolloutChange>? _history;
    private string? _older;
    private Error? _error, _historyError;
    private Actor? _actor;
    private string _announced = "";

    [Inject] public required IRollouts Rollouts { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required Browser Browser { get; init; }

    private bool MaySet => _actor?.Permissions.Contains(Permission.RolloutSet) == true;

    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            _actor = await CurrentActor.GetAsync();
            var policy = await Reader.ReadAsync("the rollout", token => Rollouts.GetAsync(Flag, _actor, token), _leave.Token);
            _error = policy.Error;
            if (!policy.IsSuccess)
                return;
            _policy = policy.Value;
            await ReadHistoryAsync(null);
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task ReadHistoryAsync(string? cursor)
    {
        var actor = await CurrentActor.GetAsync();
        var page = await Reader.ReadAsync("the history", token => Rollouts.HistoryAsync(Flag, cursor, 20, actor, token), _leave.Token);
        _historyError = page.Error;
        if (!page.IsSuccess)
            return;
        _history = cursor is null ? [.. page.Value.Items] : [.. _history ?? [], .. page.Value.Items];
        _older = page.Value.Next;
    }

    private Task MoreHistoryAsync() => ReadHistoryAsync(_older);

    private async Task SavedAsync(RolloutPolicy policy)
    {
        _policy = policy;
        _announced = RolloutWords.Sentence(policy);
        await ReadHistoryAsync(null);
    }

    private async Task ToggleKilledAsync()
    {
        if (_policy is null)
            return;
        var dialog = await Dialogs.ShowAsync<KillDialog>(T("Stop instant processing now?"), new DialogParameters<KillDialog> { { d => d.Policy, _policy } });
        var result = await dialog.Result;
        if (result is { Canceled: false, Data: RolloutPolicy changed })
            await SavedAsync(changed);
        else
            await ReadAsync();
        StateHasChanged();
        await Browser.FocusAsync("kill-switch");
    }
}
