using BackOffice.Core.Common;
using BackOffice.Core.Routing.Rules;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Routing;

/// <summary>The commands of a rule that are a question, a reason and one button.</summary>
internal sealed class RuleActs(IDialogService dialogs, IRules rules)
{
    /// <summary>Enables or disables.</summary>
    /// <returns>What became of it; null when the person left it.</returns>
    public Task<RuleOutcome?> SwitchAsync(RoutingRule rule)
    {
        var enable = rule.Content.State is not RuleState.Enabled;
        return AskAsync(
            enable ? T($"Enable {rule.Name}?") : T($"Disable {rule.Name}?"),
            enable ? T("From then on it sends what it matches. If events leave the house, a second person decides.")
                : T("From then on what it matches is dropped, and nothing keeps it. If events leave the house, a second person decides."),
            enable ? T("Enable the rule") : T("Disable the rule"), "switch-rule", dangerous: !enable, details: null,
            (id, reason, actor, token) => rules.SwitchAsync(new SwitchRule(rule.Name, enable, id, rule.Version, reason), actor, token));
    }

    public Task<RuleOutcome?> DeleteAsync(RoutingRule rule) => AskAsync(
        T($"Delete {rule.Name}?"), T("It no longer sends anything. Its history stays, and an earlier revision can be made the newest again."), T("Delete the rule"), "delete-rule",
        dangerous: true, details: null, (id, reason, actor, token) => rules.DeleteAsync(new DeleteRule(rule.Name, id, rule.Version, reason), actor, token));

    /// <param name="rule">As it is.</param>
    /// <param name="revision">The number of the revision to go back to.</param>
    /// <param name="details">What it would change.</param>
    public Task<RuleOutcome?> RollBackAsync(RoutingRule rule, int revision, RenderFragment details) => AskAsync(
        T($"Go back to revision {revision} of {rule.Name}?"), T("Its content becomes a new revision. If destinations outside begin or cease to get events, a second person decides."),
        T($"Go back to revision {revision}"), "roll-back-rule", dangerous: false, details,
        (id, reason, actor, token) => rules.RollBackAsync(new RollBackRule(rule.Name, revision, id, rule.Version, reason), actor, token));

    /// <param name="rule">With the change that waits.</param>
    /// <param name="pending">That change.</param>
    /// <param name="approve">False declines, or withdraws one's own.</param>
    /// <param name="own">Whether the person asked for it.</param>
    public Task<RuleOutcome?> DecideAsync(RoutingRule rule, PendingChange pending, bool approve, bool own) => AskAsync(
        approve ? T($"Approve the change of {rule.Name}?") : own ? T($"Withdraw your change of {rule.Name}?") : T($"Decline the change of {rule.Name}?"),
        pending.Why, approve ? T("Approve the change") : own ? T("Withdraw the change") : T("Decline the change"), "decide-rule", dangerous: !approve, details: null,
        (id, reason, actor, token) => rules.DecideAsync(new DecideRuleChange(rule.Name, pending.ChangeId, approve, id, reason), actor, token));

    private async Task<RuleOutcome?> AskAsync(
        string question, string meaning, string verb, string command, bool dangerous, RenderFragment? details, Func<string, string, Actor, CancellationToken, Task<Result<RuleOutcome>>> act)
    {
        RuleOutcome? outcome = null;
        var dialog = await dialogs.ShowAsync<ReasonDialog>(question, new DialogParameters<ReasonDialog>
        {
            { d => d.Question, question },
            { d => d.Meaning, meaning },
            { d => d.Verb, verb },
            { d => d.Dangerous, dangerous },
            { d => d.Command, command },
            { d => d.ChildContent, details },
            {
                d => d.Act, async (id, reason, actor, token) =>
                {
                    var done = await act(id, reason, actor, token);
                    outcome = done.IsSuccess ? done.Value : null;
                    return done.Map(each => (Sentence)each.Message);
                }
            },
        });
        await dialog.Result;
        return outcome;
    }
}
