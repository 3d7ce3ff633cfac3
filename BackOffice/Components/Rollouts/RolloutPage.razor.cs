using System.Globalization;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Rollouts;

/// <summary>How many orders are instant, who changed it and why, and the dial for those who may turn it.</summary>
public sealed partial class RolloutPage : IDisposable
{
    /// <summary>Three days.</summary>
    private const int Hours = 72;

    private const string Flag = RolloutPolicy.CityOrdersInstantProcessing;
    private static readonly StatusLook s_stopped = new(Key("Instant is stopped"), Icons.Material.Rounded.PowerSettingsNew, StatusRole.Fail);

    private readonly CancellationTokenSource _leave = new();
    private RolloutPolicy? _policy;
    private List<RolloutChange>? _history;
    private string? _older;
    private RolloutWindow? _window;
    private OrderFigures? _figures;
    private Error? _error, _historyError, _windowError, _figuresError;
    private long? _undo;
    private Actor? _actor;
    private string _announced = "";

    [Inject] public required IRollouts Rollouts { get; init; }

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required Toasts Toasts { get; init; }

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
            StateHasChanged();
            if (MaySet)
                await ReadWindowAsync();
            await ReadFiguresAsync(_actor);
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    /// <summary>The page does not wait for them either.</summary>
    private async Task ReadFiguresAsync(Actor actor)
    {
        var figures = await Reader.ReadAsync("the failures by path", token => Orders.FiguresAsync(Hours, actor, token), _leave.Token);
        _figuresError = figures.Error;
        if (figures.IsSuccess)
            _figures = figures.Value;
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

    /// <summary>For the figures beside the dial alone: the page does not wait for them.</summary>
    private async Task ReadWindowAsync()
    {
        var actor = await CurrentActor.GetAsync();
        var window = await Reader.ReadAsync("the newest orders", token => Rollouts.RecentAsync(Flag, actor, token), _leave.Token);
        _windowError = window.Error;
        if (window.IsSuccess)
            _window = window.Value;
    }

    /// <summary>Asks first, with the difference in view; for undo and for the history.</summary>
    private async Task GoBackAsync(long version, string? focus)
    {
        if (_policy is not { } now)
            return;
        var actor = await CurrentActor.GetAsync();
        var past = await Reader.ReadAsync("the earlier policy", token => Rollouts.AtAsync(Flag, version, actor, token), _leave.Token);
        if (!past.IsSuccess)
        {
            Toasts.Show(T(past.Error.Said));
            return;
        }

        var then = past.Value;
        RolloutPolicy? saved = null;
        var dialog = await Dialogs.ShowAsync<ReasonDialog>(T("Go back"), new DialogParameters<ReasonDialog>
        {
            { d => d.Question, version == 0 ? T("Go back to before the first policy?") : T($"Go back to policy {version}?") },
            { d => d.Meaning, T("It becomes a new policy, for orders placed from then on. Orders that are placed already keep their path.") },
            { d => d.Verb, now.Dial == then.Dial ? T("Go back") : T($"Go back to {Formats.Percent(then.Dial)}") },
            { d => d.Command, "set-rollout" },
            { d => d.ChildContent, Difference(now, then) },
            {
                d => d.Act, async (id, reason, person, token) => (await Rollouts.SetAsync(new SetRollout(Flag, id, now.Version, reason, Dial: then.Dial, CityDials: then.CityDials), person, token))
                    .Map(policy => (Sentence)RolloutWords.Sentence(saved = policy))
            },
        });
        await dialog.Result;
        if (saved is not null)
            await SavedAsync(saved);
        else
            await ReadAsync();
        StateHasChanged();
        await Browser.FocusAsync(focus ?? "undo");
    }

    private static RenderFragment Difference(RolloutPolicy now, RolloutPolicy then) => builder =>
    {
        builder.OpenComponent<PolicyDifference>(0);
        builder.AddComponentParameter(1, nameof(PolicyDifference.Now), now);
        builder.AddComponentParameter(2, nameof(PolicyDifference.Then), then);
        builder.CloseComponent();
    };

    private static string BackId(long version) => FormattableString.Invariant($"back-{version}");

    /// <summary>As the log has it: <c>25.00 %</c>.</summary>
    /// <summary>The history holds <c>40.00 %</c> in every language.</summary>
    private static string? Shown(string? value) =>
        value?.EndsWith(" %", StringComparison.Ordinal) == true && decimal.TryParse(value[..^2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            ? Formats.Percent((int)(percent * 100)) : value;

    private Task MoreHistoryAsync() => ReadHistoryAsync(_older);

    private async Task SavedAsync(RolloutPolicy policy)
    {
        _undo = policy.Version - 1;
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
