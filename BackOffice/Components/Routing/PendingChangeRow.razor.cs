using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Rules;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Routing;

/// <summary>One change that waits for a second person.</summary>
public sealed partial class PendingChangeRow : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private IReadOnlyList<string> _changes = [];
    private DryRunReport? _report;
    private Error? _error;
    private bool _trying;

    [Inject] public required IRules Rules { get; init; }

    [Inject] public required IRouting Routing { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Parameter, EditorRequired] public required RoutingRule Rule { get; set; }

    [Parameter, EditorRequired] public required PendingChange Change { get; set; }

    [Parameter, EditorRequired] public Actor? Actor { get; set; }

    /// <summary>False on the rule's own page.</summary>
    [Parameter] public bool ShowName { get; set; }

    [Parameter] public EventCallback OnDone { get; set; }

    private bool IsOwn => Actor?.Id == Change.ById;

    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override void OnParametersSet() => _changes = RuleDifference.Of(Rule.Revision > 0 ? Rule.Content : null, Change.Content);

    private string? WhyNot(Permission permission) => Actor?.Permissions.Contains(permission) == true ? null : T(RolePermissions.Refusal(permission).Said);

    private async Task TryAsync()
    {
        if (Actor is not { } actor)
            return;
        _trying = true;
        try
        {
            var report = await Reader.ReadAsync("the dry run", token => Task.Run(() => Routing.DryRunAsync(Rule.Name, Change.Content, actor, token), token), _leave.Token);
            (_report, _error) = (report.IsSuccess ? report.Value : null, report.Error);
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _trying = false;
        }
    }

    private async Task DecideAsync(bool approve)
    {
        await new RuleActs(Dialogs, Rules).DecideAsync(Rule, Change, approve, IsOwn);
        await OnDone.InvokeAsync();
    }
}
