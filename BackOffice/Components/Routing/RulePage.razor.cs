using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Routing;

/// <summary>One rule, or a new one: the editor, what the draft would change, and every revision. The other half is in <c>RulePage.Trying.cs</c>.</summary>
public sealed partial class RulePage : IDisposable
{
    private const int Pickable = 50;

    private RoutingRule? _rule, _theirs;
    private RuleContent? _before;
    private RuleDraft? _draft;
    private string? _draftOf, _picked, _event;
    private IReadOnlyList<RuleRevision> _revisions = [];
    private IReadOnlyList<DestinationSummary> _destinations = [];
    private IReadOnlyList<string> _fields = [];
    private IReadOnlyList<RecordedEvent> _events = [];
    private bool _restored, _renew;

    [Inject] public required IRules Rules { get; init; }

    [Inject] public required IRouting Routing { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary>Null for a new rule.</summary>
    [Parameter] public string? Name { get; set; }

    /// <summary>A detail-type that a new rule begins with.</summary>
    [SupplyParameterFromQuery(Name = "type")] public string? Type { get; set; }

    private bool MayWrite => May(Permission.RulesWrite);

    private IReadOnlyList<RowMenuItem> Menu => _rule is not { } rule ? [] :
    [
        new(rule.Content.State is RuleState.Enabled ? T("Disable…") : T("Enable…"), Act: () => ActAsync(acts => acts.SwitchAsync(rule))),
        new(T("Delete…"), Act: () => ActAsync(acts => acts.DeleteAsync(rule))),
        new(T("Deliveries"), $"/rules/deliveries?rule={rule.Name}"),
        new(T("Audit log"), $"/audit?subject=rule%2F{rule.Name}"),
    ];

    private string? WhyNotBack => WhyNot(Permission.RulesWrite) ?? WhyPending;

    private string? WhyPending => _rule?.Pending is { } pending ? T($"A change of {pending.By} waits for a second person. Decide that first.") : null;

    void IDisposable.Dispose()
    {
        _trying?.Cancel();
        Dispose();
    }

    protected override async Task LoadAsync()
    {
        if (Name is not null)
        {
            if (await AskAsync("the rule", (actor, token) => Rules.GetAsync(Name, actor, token)) is not { } rule)
                return;
            if (await AskAsync("the history", (actor, token) => Rules.HistoryAsync(Name, actor, token)) is not { } revisions)
                return;
            (_rule, _revisions) = (rule, revisions);
        }
        else
        {
            (_rule, _revisions) = (null, []);
        }

        if (await AskAsync(Key("the destinations"), (actor, _) => Task.FromResult(Routing.Destinations(actor))) is not { } destinations)
            return;
        _destinations = destinations;
        if (_draft is null || _renew || _draftOf != Name)
        {
            (_draft, _draftOf, _restored, _renew, _report) = (_rule is null ? RuleDraft.New(Type) : RuleDraft.Of(_rule), Name, false, false, null);
            await RestoreAsync(_draft);
        }

        StateHasChanged();
        if (await AskAsync(Key("the fields of recorded events"), Routing.FieldsAsync) is { } seen)
            _fields = [.. seen.Concat(KnownFields.All.Select(field => field.Path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (await AskAsync(Key("the recorded events"), (actor, token) => Routing.EventsAsync(new EventQuery(), null, Pickable, actor, token)) is { } page)
            _events = page.Items;
        await TryAsync();
    }

    /// <summary>What was kept when the page was loaded again, on top of what the rule is by now.</summary>
    private async Task RestoreAsync(RuleDraft draft)
    {
        if (!MayWrite || await Tools.Browser.KeptDraftAsync() is not { } kept || (Type is not null && !kept.Contains(Type, StringComparison.Ordinal)))
            return;
        if (draft.Restore(kept) is not { } revision || !draft.IsChanged)
        {
            await Tools.Browser.DropDraftAsync();
            return;
        }

        _restored = true;
        if (_rule is { } now && revision != now.Revision)
            (_theirs, _before) = (now, _revisions.FirstOrDefault(one => one.Number == revision)?.Content ?? now.Content);
    }

    private async Task KeepAsync()
    {
        if (_draft is { } draft && MayWrite)
            await Tools.Browser.KeepDraftAsync(draft.Keep());
    }

    private async Task ChangedAsync()
    {
        StateHasChanged();
        await KeepAsync();
        await TryAsync();
    }

    private Task NameAsync(ChangeEventArgs e) => SetAsync(draft => draft.Name = (e.Value as string ?? "").Trim());

    private Task DescribeAsync(ChangeEventArgs e) => SetAsync(draft => draft.Description = (e.Value as string ?? "").Trim());

    private Task SwitchAsync(ChangeEventArgs e) => SetAsync(draft => draft.State = e.Value is true ? RuleState.Enabled : RuleState.Disabled);

    private Task SetAsync(Action<RuleDraft> change)
    {
        if (_draft is not null)
            change(_draft);
        return ChangedAsync();
    }

    private void Pick((string? Id, string? Json) chosen) => (_picked, _event) = chosen;

    private async Task DiscardAsync()
    {
        await Tools.Browser.DropDraftAsync();
        (_renew, _theirs, _restored) = (true, null, false);
        await RefreshAsync();
    }

    private async Task ActAsync(Func<RuleActs, Task<RuleOutcome?>> act)
    {
        var outcome = await act(new RuleActs(Dialogs, Rules));
        await AfterAsync();
        StateHasChanged();
        if (outcome is null)
            await Tools.Browser.FocusAsync("rule-menu");
    }

    /// <summary>Reads again what a command changed; a draft that was begun stays, beside what the rule is by then.</summary>
    private async Task AfterAsync()
    {
        var draft = _draft;
        var before = _rule;
        _renew = draft is { IsChanged: false };
        await RefreshAsync();
        if (draft is { IsChanged: true } && before is not null && _rule is { } now && _draft == draft)
            await MeetAsync(before, now);
    }

    private async Task BackAsync(RuleRevision revision)
    {
        if (_rule is not { } rule || Actor is not { } actor)
            return;
        var report = await Reader.ReadAsync("the dry run", token => Task.Run(() => Routing.DryRunAsync(rule.Name, revision.Content, actor, token), token), CancellationToken.None);
        await new RuleActs(Dialogs, Rules).RollBackAsync(rule, revision.Number, Difference(rule, revision, report));
        await AfterAsync();
        StateHasChanged();
        await Tools.Browser.FocusAsync($"back-{revision.Number}");
    }

    private static RenderFragment Difference(RoutingRule rule, RuleRevision revision, Result<Core.Routing.Analysis.DryRunReport> report) => builder =>
    {
        builder.OpenComponent<RollBackDifference>(0);
        builder.AddComponentParameter(1, nameof(RollBackDifference.Changes), RuleDifference.Of(rule.Content, revision.Content));
        builder.AddComponentParameter(2, nameof(RollBackDifference.Report), report.IsSuccess ? report.Value : null);
        builder.CloseComponent();
    };
}
