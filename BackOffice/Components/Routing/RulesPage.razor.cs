using BackOffice.Core.Access;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Rules;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Routing;

/// <summary>Every rule with what it matches, where it sends and what failed there, and the changes that wait for a second person.</summary>
public sealed partial class RulesPage
{
    private IReadOnlyList<RoutingRule>? _rules;
    private IReadOnlyDictionary<string, RuleFigures>? _figures;
    private IReadOnlyDictionary<string, long>? _matches;
    private IReadOnlyList<DeadGroup> _dead = [];

    [Inject] public required IRules Rules { get; init; }

    [Inject] public required IRouting Routing { get; init; }

    [Inject] public required IDeliveryDesk Deliveries { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "q")] public string? Words { get; set; }

    /// <summary><c>on</c>, <c>off</c>, <c>failing</c>, or null for all.</summary>
    [SupplyParameterFromQuery(Name = "state")] public string? Only { get; set; }

    private static IReadOnlyList<(string, string)> Filters => [("", T("all")), ("on", T("on")), ("off", T("off")), ("failing", T("failing"))];

    private string Title => _rules?.Count switch
    {
        null => T("Rules"),
        0 => T("No rule yet."),
        1 => T("One rule."),
        { } count => T($"{Formats.Number(count)} rules, {Formats.Number(_rules.Count(rule => rule.Content.State is RuleState.Enabled))} of them on."),
    };

    private List<RoutingRule> Shown => [.. (_rules ?? []).Where(Fits)];

    /// <summary>The filter alone changes nothing of what was read.</summary>
    protected override Task OnParametersSetAsync() => _rules is null ? base.OnParametersSetAsync() : Task.CompletedTask;

    protected override async Task LoadAsync()
    {
        if (await AskAsync("the rules", (actor, token) => Rules.ListAsync(false, actor, token)) is not { } rules)
            return;
        _rules = rules;
        if (await AskAsync(Key("the rules' figures"), Routing.FiguresAsync) is not { } figures)
            return;
        _figures = figures;
        if (await AskAsync(Key("the dead letters"), Deliveries.DeadLettersAsync) is not { } dead)
            return;
        _dead = dead;
        StateHasChanged();
        if (await AskAsync(Key("the rules' matches"), Routing.MatchesAsync) is { } matches)
            _matches = matches;
    }

    private bool Fits(RoutingRule rule) => Only switch
    {
        "on" => rule.Content.State is RuleState.Enabled,
        "off" => rule.Content.State is RuleState.Disabled,
        "failing" => DeadOf(rule).Count > 0 || rule.Published?.Problem is not null,
        _ => true,
    } && (Words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(word => Text(rule).Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Text(RoutingRule rule) => $"{rule.Name} {rule.Content.Description} {RuleWords.Sentence(rule.Content)}";

    private RuleFigures? FiguresOf(RoutingRule rule) => _figures?.GetValueOrDefault(rule.Name);

    /// <summary>Dead letters by destination.</summary>
    private List<KeyValuePair<string, long>> DeadOf(RoutingRule rule) =>
        [.. _dead.Where(group => group.Rule == rule.Name).GroupBy(group => group.Destination).Select(group => KeyValuePair.Create(group.Key, group.Sum(each => each.Count)))];

    private string? WhyNotSwitch(RoutingRule rule) =>
        WhyNot(Permission.RulesWrite) ?? (rule.Pending is { } pending ? T($"A change of {pending.By} waits for a second person. Decide that first.") : null);

    private void Narrow(string? words, string? only) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["q"] = Blank(words), ["state"] = Blank(only) }), replace: true);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private async Task SwitchAsync(RoutingRule rule)
    {
        await new RuleActs(Dialogs, Rules).SwitchAsync(rule);
        await RefreshAsync();
        await Tools.Browser.FocusAsync($"switch-{rule.Name}");
    }
}
