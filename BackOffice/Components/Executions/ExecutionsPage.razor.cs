using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Executions;

/// <summary>The list of executions; its address is its state. Live while orders move.</summary>
public sealed partial class ExecutionsPage
{
    private const int PageSize = 50;

    private static (string Value, string Word)[] Statuses =>
        [("", T("any")), .. Enum.GetValues<ExecutionStatus>().Select(status => (status.ToString().ToLowerInvariant(), StatusLook.Of(status).Word))];

    private static (string Value, string Word)[] Starts => [("", T("any time")), ("1h", T("last hour")), ("1d", T("last 24 hours")), ("7d", T("last 7 days"))];

    private readonly Stack<string?> _trail = new();
    private (string Value, string Word)[] _definitions = [("", T("any"))];
    private Page<ExecutionDescription>? _page;
    private string? _shownFor;
    private string _prefix = "";

    [Inject] public required IExecutionDesk Executions { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "q")] public string? Prefix { get; set; }

    [SupplyParameterFromQuery(Name = "status")] public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "definition")] public string? Definition { get; set; }

    [SupplyParameterFromQuery(Name = "started")] public string? Started { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")] public string? Cursor { get; set; }

    protected override bool IsLive => true;

    private bool IsFiltered => Prefix is not null || Status is not null || Definition is not null || Started is not null;

    private string Asked => $"{Prefix}\n{Status}\n{Definition}\n{Started}\n{Cursor}";

    protected override async Task LoadAsync()
    {
        var asked = Asked;
        if (_shownFor != asked)
        {
            _shownFor = asked;
            _page = null;
            _prefix = Prefix ?? "";
        }

        var query = new ExecutionQuery
        {
            NamePrefix = Prefix, Definition = Definition, StartedFrom = Age(Started) is { } age ? Now - age : null,
            Status = Enum.TryParse<ExecutionStatus>(Status, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
        };
        var cursor = Cursor;
        if (await AskAsync("the executions", (actor, token) => Executions.ListAsync(query, cursor, PageSize, actor, token)) is not { } page || asked != Asked)
            return;
        _page = page;
        if (_definitions.Length == 1 && await AskAsync("the definitions", Executions.DefinitionsAsync) is { } revisions)
            _definitions = [("", T("any")), .. revisions.Select(revision => revision.Definition).Distinct().Select(name => (name, name))];
    }

    private static TimeSpan? Age(string? word) => word switch
    {
        "1h" => TimeSpan.FromHours(1),
        "1d" => TimeSpan.FromDays(1),
        "7d" => TimeSpan.FromDays(7),
        _ => null,
    };

    private void Submit() => Go("q", _prefix.Trim());

    private void Go(string name, string value)
    {
        _trail.Clear();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = value.Length == 0 ? null : value, ["cursor"] = null }));
    }

    private void Older()
    {
        _trail.Push(Cursor);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cursor", _page?.Next));
    }

    private void Newer() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cursor", _trail.TryPop(out var before) ? before : null));
}
