using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>What could not be delivered, by cause; the address says which cause is open and which redrive is followed. Live.</summary>
public sealed partial class DeadLettersPage
{
    private const int Shown = 50;

    private IReadOnlyList<DeadGroup>? _groups;
    private Page<EventDelivery>? _letters;
    private string? _lettersOf;
    private DeliveryCounts? _progress;

    [Inject] public required IDeliveryDesk Desk { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "rule")] public string? Rule { get; set; }

    [SupplyParameterFromQuery(Name = "target")] public string? Target { get; set; }

    [SupplyParameterFromQuery(Name = "error")] public string? ErrorCode { get; set; }

    /// <summary>The command of a redrive whose progress is shown.</summary>
    [SupplyParameterFromQuery(Name = "redrive")] public string? Redrive { get; set; }

    protected override long? Mark => Desk.Changes;

    private string Title => _groups?.Sum(group => group.Count) switch
    {
        null => T("Undelivered events"),
        0 => T("Every event arrived, or is on its way."),
        1 => T("One event could not be delivered."),
        var many => Formats.Capital(T($"{Formats.Counted(many.Value)} events could not be delivered.")),
    };

    protected override async Task LoadAsync()
    {
        var open = $"{Rule}\n{Target}\n{ErrorCode}";
        if (_lettersOf != open)
            (_lettersOf, _letters) = (open, null);
        var (rule, target, error, redrive) = (Rule, Target, ErrorCode, Redrive);
        if (await AskAsync("the undelivered events", Desk.DeadLettersAsync) is not { } groups)
            return;
        _groups = groups;
        if (rule is not null && error is not null)
        {
            var query = new DeliveryQuery { Rule = rule, Target = target, ErrorCode = error, State = DeliveryState.Dead };
            if (await AskAsync("the deliveries", (actor, token) => Desk.ListAsync(query, null, Shown, actor, token)) is { } letters && _lettersOf == open)
                _letters = letters;
        }

        _progress = redrive is null ? null : await AskAsync(Key("the redrive"), (actor, token) => Desk.ProgressAsync(redrive, actor, token));
        // One that is forgotten is nothing to tell anybody.
        if (Error is NotFound)
            Error = null;
    }

    private bool IsOpen(DeadGroup group) => group.Rule == Rule && group.Target == Target && group.ErrorCode == ErrorCode;

    private string IdOf(DeadGroup group) => (_groups?.ToList().IndexOf(group) ?? 0).ToString("'g'0", CultureInfo.InvariantCulture);

    private Task RedriveAsync(DeadGroup group) => ActAsync($"redrive-{IdOf(group)}", begun => DeadLetterActs.Redrive(Desk, group, begun));

    private Task RedriveAsync(EventDelivery letter) => ActAsync($"redrive-{letter.Id}", begun => DeadLetterActs.Redrive(Desk, letter, begun));

    private Task DiscardAsync(DeadGroup group) => ActAsync($"discard-{IdOf(group)}", _ => DeadLetterActs.Discard(Desk, group));

    private Task DiscardAsync(EventDelivery letter) => ActAsync($"discard-{letter.Id}", _ => DeadLetterActs.Discard(Desk, letter));

    private async Task ActAsync(string button, Func<Action<string>, DialogParameters<ReasonDialog>> parametersOf)
    {
        string? redrive = null;
        var dialog = await Dialogs.ShowAsync<ReasonDialog>(T("Undelivered events"), parametersOf(id => redrive = id));
        if (await dialog.Result is { Canceled: false })
        {
            if (redrive is not null)
                Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("redrive", redrive));
            await RefreshAsync();
        }

        await Tools.Browser.FocusAsync(button);
    }

    private void HideProgress() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("redrive", (string?)null));
}
