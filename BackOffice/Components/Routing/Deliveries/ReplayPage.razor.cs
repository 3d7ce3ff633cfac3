using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Replays;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>Choose a window and rules, count, then have it done by the server; and how the replays of late stand. Live.</summary>
public sealed partial class ReplayPage
{
    private const string Own = "own";

    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private DeliveryNames? _names;
    private IReadOnlyList<ReplayView>? _replays;
    private ReplayWindow? _counted;
    private ReplayCount? _count;
    private Error? _refusal;
    private string _window = "1h", _from = "", _to = "";
    private bool _mayDouble;
    private CancellationTokenSource? _counting;

    [Inject] public required IDeliveryDesk Desk { get; init; }

    [Inject] public required IReplays Replays { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    /// <summary>A rule that is chosen from the start.</summary>
    [SupplyParameterFromQuery(Name = "rule")] public string? Rule { get; set; }

    protected override long? Mark => Desk.Changes;

    private static (string Value, string Word)[] Windows => [("1h", T("last hour")), ("1d", T("last 24 hours")), ("7d", T("last 7 days")), (Own, T("from … to …"))];

    protected override void OnInitialized()
    {
        base.OnInitialized();
        if (Rule is not null)
            _chosen.Add(Rule);
    }

    protected override async Task LoadAsync()
    {
        if (await AskAsync("the rules", Desk.NamesAsync) is not { } names)
            return;
        _names = names;
        if (_chosen.RemoveWhere(name => !names.Rules.Any(rule => rule.Name == name && rule.State is Core.Routing.Rules.RuleState.Enabled)) > 0)
            Forget();
        if (await AskAsync("the replays", Replays.RecentAsync) is { } replays)
            _replays = replays;
    }

    private void ChooseWindow(string window) => Change(() =>
    {
        _window = window;
        if (window != Own || _from.Length > 0)
            return;
        var now = Tools.Zone.ToLocal(Now);
        (_from, _to) = (Local(now.AddHours(-1)), Local(now));
    });

    private void Toggle(string rule) => Change(() =>
    {
        if (!_chosen.Remove(rule))
            _chosen.Add(rule);
    });

    /// <summary>What was counted holds for what was asked alone.</summary>
    private void Change(Action change)
    {
        change();
        Forget();
    }

    protected override void Leave() => Forget();

    private void Forget()
    {
        _counting?.Cancel();
        (_counting, _count, _counted, _refusal, _mayDouble) = (null, null, null, null, false);
    }

    private async Task CountAsync()
    {
        if (_counting is not null || Window() is not { } window)
            return;
        using var mine = new CancellationTokenSource();
        _counting = mine;
        try
        {
            var actor = await CurrentActor.GetAsync();
            var counted = await Reader.ReadAsync("the count", token => Replays.CountAsync(window, actor, token), mine.Token);
            if (_counting == mine)
                (_refusal, _counted, _count) = (counted.Error, window, counted.IsSuccess ? counted.Value : null);
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // Something else is asked by now.
        }
        finally
        {
            if (_counting == mine)
                _counting = null;
        }
    }

    private async Task BeginAsync()
    {
        if (_count is not { } count || _counted is not { } window)
            return;
        var dialog = await Dialogs.ShowAsync<ReasonDialog>(T("Replay events"), new DialogParameters<ReasonDialog>
        {
            { d => d.Question, T($"Replay {DeliveryWords.Count(count.Deliveries)}?") },
            { d => d.Meaning, T($"They go to {string.Join(", ", count.Rules.Where(rule => rule.Events > 0).SelectMany(rule => rule.Destinations).Distinct())}, as fast as these take them. The server goes on when you leave; it can be stopped.") },
            { d => d.Verb, count.Deliveries == 1 ? T("Replay 1 delivery") : T($"Replay {Formats.Number(count.Deliveries)} deliveries") },
            { d => d.Command, "replay-events" },
            {
                d => d.Act, async (id, reason, actor, token) =>
                    (await Replays.StartAsync(new ReplayEvents(window, count.Deliveries, _mayDouble, id, reason), actor, token)).Map(_ => (Sentence)T("The replay has begun."))
            },
        });
        var began = await dialog.Result is { Canceled: false };
        if (began)
            Change(_chosen.Clear);
        await RefreshAsync();
        StateHasChanged();
        await Tools.Browser.FocusAsync(began ? "replays-title" : "replay");
    }

    private async Task StopAsync(ReplayJob job)
    {
        var actor = await CurrentActor.GetAsync();
        var stopped = await Runner.RunAsync("stop-replay", job.Id, token => Replays.StopAsync(job.Id, actor, token));
        _refusal = stopped?.Error;
        await RefreshAsync();
    }

    private ReplayWindow? Window()
    {
        string[] rules = [.. _chosen.Order(StringComparer.Ordinal)];
        TimeSpan? age = _window switch { "1h" => TimeSpan.FromHours(1), "1d" => TimeSpan.FromDays(1), "7d" => TimeSpan.FromDays(7), _ => null };
        if (age is { } length)
            return new ReplayWindow(rules, Now - length, Now);
        if (Moment(_from) is { } from && Moment(_to) is { } to)
            return new ReplayWindow(rules, from, to);
        _refusal = new Invalid(T("Window"), T("Say when it begins and when it ends."));
        return null;
    }

    /// <summary>Of the viewer's zone; a moment that a change of clocks leaves out is an hour later.</summary>
    private DateTimeOffset? Moment(string local)
    {
        if (!DateTime.TryParse(local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return null;
        var zone = Tools.Zone.Zone;
        at = zone.IsInvalidTime(at) ? at.AddHours(1) : at;
        return new DateTimeOffset(at, zone.GetUtcOffset(at)).ToUniversalTime();
    }

    private static string Local(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
