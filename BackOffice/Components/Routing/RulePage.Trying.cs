using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Editing;
using BackOffice.Core.Routing.Rules;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Routing;

/// <summary>The draft is tried whenever it changes; it is saved only as it was tried.</summary>
public sealed partial class RulePage
{
    /// <summary>Addresses of the console, which a rule of that name could not have.</summary>
    private static readonly string[] s_taken = ["new", "tester", "deliveries", "dead-letters", "replay"];

    private CancellationTokenSource? _trying;
    private RuleCheck? _check;
    private DryRunReport? _report;
    private Error? _checkError, _tryError;
    private bool _isTrying;

    private bool IsStale => _report is not null && _draft is not null && _report.Hash != _draft.Hash;

    /// <summary>Null when the draft can be saved; else the first thing that stands in the way.</summary>
    private string? WhyNotSave
    {
        get
        {
            if (_draft is not { } draft)
                return T("Reading…");
            if (WhyPending is { } pending)
                return pending;
            if (_theirs is not null)
                return T("Somebody changed the rule meanwhile. Decide first what becomes of your draft.");
            if (!draft.IsChanged)
                return T("Nothing is changed.");
            if (draft.Name.Length == 0)
                return T("Give the rule a name.");
            if (_rule is null && Array.Exists(s_taken, name => name.Equals(draft.Name, StringComparison.OrdinalIgnoreCase)))
                return T("This name is an address of the console. Choose another.");
            if (!draft.Pattern.IsSuccess)
                return draft.IsBlank ? T("The conditions are not filled in yet.") : T("The pattern cannot be read yet.");
            if (HasEmptyField(draft.Rows ?? []))
                return T("A condition has no field yet.");
            if (_checkError is not null)
                return T("Something is wrong with the draft; it stands under “Before it can be saved”.");
            if (_report is null || IsStale || _isTrying)
                return T("The draft is not tried on recorded events yet.");
            return _report.Quotas.FirstOrDefault(use => use.IsOver) is { } over ? T($"A quota would be exceeded: {RuleWords.Of(over)}.") : null;
        }
    }

    private static bool HasEmptyField(IReadOnlyList<PatternRow> rows) =>
        rows.Any(row => row is ConditionRow { Path.Length: 0 } || (row is ChoiceRow choice && choice.Branches.Any(HasEmptyField)));

    private async Task TryAsync()
    {
        if (_trying is not null)
            await _trying.CancelAsync();
        if (_draft is not { } draft || Actor is not { } actor)
            return;
        if (!draft.Pattern.IsSuccess)
        {
            (_check, _checkError, _tryError, _isTrying) = (null, null, null, false);
            return;
        }

        var mine = _trying = new CancellationTokenSource();
        var (name, content) = (draft.Name, draft.Content);
        _isTrying = true;
        StateHasChanged();
        try
        {
            var check = await Reader.ReadAsync("the draft", token => Rules.CheckAsync(name, content, actor, token), mine.Token);
            if (_trying != mine)
                return;
            // A new rule's name may still be missing: that is said beside the button.
            (_check, _checkError) = (check.IsSuccess ? check.Value : null, OfDraft(check.Error, name));
            var report = await Reader.ReadAsync("the dry run", token => Task.Run(() => Routing.DryRunAsync(name, content, actor, token), token), mine.Token);
            if (_trying != mine)
                return;
            (_report, _tryError) = (report.IsSuccess ? report.Value : _report, report.Error is Invalid ? null : report.Error);
            _isTrying = false;
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // A newer draft is tried, or the page was left.
        }
        finally
        {
            mine.Dispose();
            if (_trying == mine)
                _trying = null;
            StateHasChanged();
        }
    }

    private static Error? OfDraft(Error? error, string name) => error is Invalid { Fields: var fields } && name.Length == 0
        ? fields.Any(field => field.Field != "name") ? new Invalid([.. fields.Where(field => field.Field != "name")]) : null
        : error;

    private async Task SaveAsync()
    {
        if (_draft is not { } draft || _report is not { } report)
            return;
        var (outcome, conflict) = await AskToSaveAsync(draft, report);
        if (outcome is not null)
        {
            await Tools.Browser.DropDraftAsync();
            _renew = true;
            if (_rule is null)
            {
                Navigation.NavigateTo($"/rules/{outcome.Rule.Name}");
                return;
            }

            await RefreshAsync();
        }
        else if (conflict is { Code: "rule.version" or "rule.pending" })
        {
            await MeetAsync();
        }
        else if (conflict is not null)
        {
            await TryAsync();
        }

        StateHasChanged();
        await Tools.Browser.FocusAsync("save-rule");
    }

    private async Task<(RuleOutcome? Outcome, Conflict? Conflict)> AskToSaveAsync(RuleDraft draft, DryRunReport report)
    {
        RuleOutcome? outcome = null;
        Conflict? conflict = null;
        var dialog = await Dialogs.ShowAsync<ReasonDialog>(T("Save"), new DialogParameters<ReasonDialog>
        {
            { d => d.Question, T($"Save revision {draft.BaseRevision + 1} of {draft.Name}?") },
            { d => d.Meaning, _check?.NeedsSecondPerson ?? T("It takes effect at once, for events from then on.") },
            { d => d.Verb, _check?.NeedsSecondPerson is null ? T("Save the revision") : T("Ask for approval") },
            { d => d.Command, "save-rule" },
            { d => d.ChildContent, Effect(report) },
            {
                d => d.Act, async (id, reason, actor, token) =>
                {
                    var saved = await Rules.SaveAsync(new SaveRule(draft.Name, draft.Content, id, draft.Base?.Version ?? 0, reason, report.Hash), actor, token);
                    (outcome, conflict) = (saved.IsSuccess ? saved.Value : null, saved.Error as Conflict);
                    return saved.Map(done => (Sentence)done.Message);
                }
            },
        });
        await dialog.Result;
        return (outcome, conflict);
    }

    private RenderFragment Effect(DryRunReport report) => builder =>
    {
        builder.OpenComponent<RollBackDifference>(0);
        builder.AddComponentParameter(1, nameof(RollBackDifference.Changes), _check?.Changes ?? []);
        builder.AddComponentParameter(2, nameof(RollBackDifference.Report), report);
        builder.CloseComponent();
    };

    /// <summary>Somebody was faster: their rule is read, and shown beside the draft.</summary>
    private async Task MeetAsync()
    {
        var before = _draft?.Base;
        if (_draft is not { } draft || await AskAsync("the rule", (actor, token) => Rules.GetAsync(draft.Name, actor, token)) is not { } theirs)
            return;
        _rule = theirs;
        await MeetAsync(before, theirs);
    }

    private async Task MeetAsync(RoutingRule? before, RoutingRule theirs)
    {
        if (_draft is not { } draft)
            return;
        if (before is not null && before.Revision == theirs.Revision)
        {
            // Only what surrounds the content changed: the draft is on top of it as it was.
            draft.Rebase(theirs);
            return;
        }

        (_theirs, _before) = (theirs, before?.Content);
        if (await AskAsync("the history", (actor, token) => Rules.HistoryAsync(theirs.Name, actor, token)) is { } revisions)
            _revisions = revisions;
    }

    private async Task KeepMineAsync()
    {
        if (_draft is not { } draft || _theirs is not { } theirs)
            return;
        draft.Rebase(theirs);
        (_theirs, _before, _restored) = (null, null, false);
        await ChangedAsync();
    }
}
