using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Rules;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Routing;

/// <summary>What rules, their states and their changes are called.</summary>
internal static class RuleWords
{
    private static readonly StatusLook s_on = new(Key("On"), Icons.CheckCircle, StatusRole.Ok, Key("Sends what it matches."));
    private static readonly StatusLook s_off = new(Key("Off"), Icons.PauseCircle, StatusRole.Quiet, Key("Drops what it matches."));
    private static readonly StatusLook s_deleted = new(Key("Deleted"), Icons.Delete, StatusRole.Quiet, Key("Gone from the router; its history stays."));

    public static readonly StatusLook Draft = new(Key("Draft"), Icons.Edit, StatusRole.Wait);
    public static readonly StatusLook Waiting = new(Key("Needs approval"), Icons.HowToReg, StatusRole.Wait, Key("A second person decides; until then the rule stays as it is."));
    public static readonly StatusLook Problem = new(Key("Not in force"), Icons.SyncProblem, StatusRole.Late, Key("The router does not have the newest revision yet."));

    public static StatusLook Of(RuleState state) => state switch
    {
        RuleState.Enabled => s_on,
        RuleState.Disabled => s_off,
        RuleState.Deleted => s_deleted,
    };

    public static StatusLook Of(PartOutcome outcome) => outcome switch
    {
        PartOutcome.Matched => new(Key("Holds"), Icons.CheckCircle, StatusRole.Ok),
        PartOutcome.Failed => new(Key("Fails"), Icons.Cancel, StatusRole.Fail),
        PartOutcome.Absent => new(Key("Absent"), Icons.RemoveCircleOutline, StatusRole.Quiet),
    };

    public static string Of(RuleChange change) => change switch
    {
        RuleChange.Saved => T("Saved"),
        RuleChange.Enabled => T("Enabled"),
        RuleChange.Disabled => T("Disabled"),
        RuleChange.Deleted => T("Deleted"),
        RuleChange.RolledBack => T("Rolled back"),
    };

    public static string Asked(RuleChange change) => change switch
    {
        RuleChange.Saved => T("wants to save a new revision"),
        RuleChange.Enabled => T("wants to enable it"),
        RuleChange.Disabled => T("wants to disable it"),
        RuleChange.Deleted => T("wants to delete it"),
        RuleChange.RolledBack => T("wants to roll it back"),
    };

    public static string Of(DestinationKind kind) => kind switch
    {
        DestinationKind.Zendesk => T("Zendesk ticket"),
        DestinationKind.Webhook => T("Webhook"),
        DestinationKind.Queue => T("Queue"),
        DestinationKind.Workflow => T("Starts a workflow"),
        DestinationKind.OrderNote => T("Note on the order"),
    };

    public static string IconOf(DestinationKind kind) => kind switch
    {
        DestinationKind.Zendesk => Icons.SupportAgent,
        DestinationKind.Webhook => Icons.Webhook,
        DestinationKind.Queue => Icons.Inbox,
        DestinationKind.Workflow => Icons.AccountTree,
        DestinationKind.OrderNote => Icons.StickyNote2,
    };

    /// <summary>The pattern in one sentence; of one that cannot be read, that.</summary>
    public static string Sentence(RuleContent content)
    {
        var destinations = string.Join(", ", content.Targets.Select(target => target.Destination).Distinct(StringComparer.Ordinal));
        return Core.Routing.EventPattern.Parse(content.Pattern, Core.Routing.PatternReading.Existing) is { IsSuccess: true } pattern
            ? destinations.Length == 0 ? T($"When {pattern.Value.Summary}, nothing is sent yet.") : T($"When {pattern.Value.Summary}, send the event to {destinations}.")
            : T("Its pattern cannot be read, so it matches nothing.");
    }

    /// <summary>A quota, with its figures.</summary>
    public static string Of(Core.Routing.Analysis.QuotaUse use) => use.Name switch
    {
        "rules" => T($"{Formats.Number(use.Used)} of {Formats.Number(use.Limit)} rules"),
        "rules with wildcards" => T($"{Formats.Number(use.Used)} of {Formats.Number(use.Limit)} with wildcards"),
        "targets" => T($"{Formats.Number(use.Used)} of {Formats.Number(use.Limit)} targets"),
        "characters of the pattern" => T($"{Formats.Number(use.Used)} of {Formats.Number(use.Limit)} characters"),
        "combinations of $or" => T($"{Formats.Number(use.Used)} of {Formats.Number(use.Limit)} combinations"),
        "wildcard complexity" => T($"wildcard complexity {Formats.Number(use.Used)} of {Formats.Number(use.Limit)}"),
        _ => $"{use.Name} {Formats.Number(use.Used)}/{Formats.Number(use.Limit)}",
    };
}
