using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using Microsoft.AspNetCore.Components;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Routing;

/// <summary>One event against every rule: which match, and why the others do not. A recorded event's id is in the address; a pasted one stays in this circuit.</summary>
public sealed partial class TesterPage
{
    private const int Pickable = 100;

    /// <summary>So many explanations are open from the start.</summary>
    private const int Few = 5;

    private static readonly StatusLook s_matches = new(Key("Matches"), Icons.CheckCircle, StatusRole.Ok);
    private static readonly StatusLook s_not = new(Key("Does not match"), Icons.RemoveCircleOutline, StatusRole.Quiet);

    private IReadOnlyList<RoutingRule>? _rules;
    private IReadOnlyList<RecordedEvent> _events = [];
    private List<Verdict> _verdicts = [];
    private EventTrace? _trace;
    private string? _json;
    private Error? _wrong;

    [Inject] public required IRules Rules { get; init; }

    [Inject] public required IRouting Routing { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "event")] public string? Picked { get; set; }

    private string Title => _json is null || _wrong is not null ? T("Rule tester") : _verdicts.Count(verdict => verdict.Explained?.Matched == true) switch
    {
        0 => T("No rule matches this event."),
        1 => T("One rule matches this event."),
        var many => T($"{Formats.Number(many)} rules match this event."),
    };

    protected override async Task LoadAsync()
    {
        if (await AskAsync("the rules", (actor, token) => Rules.ListAsync(false, actor, token)) is not { } rules)
            return;
        if (await AskAsync(Key("the recorded events"), (actor, token) => Routing.EventsAsync(new EventQuery(), null, Pickable, actor, token)) is not { } page)
            return;
        (_rules, _events, _trace) = (rules, page.Items, null);
        if (Picked is { } id)
        {
            if (await AskAsync("the event", (actor, token) => Routing.TraceAsync(id, actor, token)) is not { } trace)
                return;
            _trace = trace;
            _json = Encoding.UTF8.GetString(trace.Event.Json.Span);
            if (_events.All(recorded => recorded.Id != id))
                _events = [trace.Event, .. _events];
        }

        Explain();
    }

    private Task PickAsync((string? Id, string? Json) chosen)
    {
        _json = chosen.Json;
        if (chosen.Id != Picked)
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("event", chosen.Id), replace: true);
        else
            Explain();
        return Task.CompletedTask;
    }

    private void Explain()
    {
        (_verdicts, _wrong) = ([], null);
        if (_json is null || _rules is null)
            return;
        var json = Encoding.UTF8.GetBytes(_json);
        _wrong = EventEnvelope.Missing(json).Error;
        if (_wrong is null)
            _verdicts = [.. _rules.Select(rule => Of(rule, json)).OrderByDescending(verdict => verdict.Explained?.Matched == true).ThenBy(verdict => verdict.Rule.Name, StringComparer.Ordinal)];
    }

    private static Verdict Of(RoutingRule rule, byte[] json)
    {
        var pattern = EventPattern.Parse(rule.Content.Pattern, PatternReading.Existing);
        var explained = pattern.IsSuccess && pattern.Value.Explain(json) is { IsSuccess: true } done ? done.Value : null;
        var matched = explained?.Matched == true;
        var destinations = string.Join(", ", rule.Content.Targets.Select(target => target.Destination).Distinct(StringComparer.Ordinal));
        return new Verdict(rule, explained, matched ? s_matches : s_not, !matched ? "" : rule.Content.State is RuleState.Enabled ? T($"goes to {destinations}") : T("dropped, because the rule is off"));
    }

    private sealed record Verdict(RoutingRule Rule, PatternExplanation? Explained, StatusLook Look, string Effect);
}
