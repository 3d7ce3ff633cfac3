using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Editing;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Components.Routing;

/// <summary>A rule in the making: what the editor's parts show and change. The pattern's text is what counts; the rows are made of it, or it of them.</summary>
public sealed class RuleDraft
{
    private const string Start = "detail-type";

    private Result<EventPattern>? _pattern;
    private string? _start;

    private RuleDraft(string name, RoutingRule? basis) => (Name, Base) = (name, basis);

    public string Name { get; set; }

    /// <summary>The rule that it changes, as it was when the draft began; null for a new one.</summary>
    public RoutingRule? Base { get; private set; }

    public string Description { get; set; } = "";

    public RuleState State { get; set; } = RuleState.Disabled;

    public IReadOnlyList<RuleTarget> Targets { get; set; } = [];

    public IReadOnlyList<RuleSample> Samples { get; set; } = [];

    /// <summary>The pattern's JSON, as it would be saved.</summary>
    public string Text { get; private set; } = "{}";

    /// <summary>Null while the text cannot be shown as rows.</summary>
    public IReadOnlyList<PatternRow>? Rows { get; private set; }

    public Result<EventPattern> Pattern => _pattern ??= EventPattern.Parse(Text);

    public int BaseRevision => Base?.Revision ?? 0;

    public RuleContent Content => new() { Description = Description, Pattern = Text, State = State, Targets = Targets, Samples = Samples };

    /// <summary>Tells one draft from another: see <see cref="DraftHash"/>.</summary>
    public string Hash => DraftHash.Of(Name, BaseRevision, Content);

    public bool IsChanged => Base is not { Revision: > 0, Content: { State: not RuleState.Deleted } before } || DraftHash.Of("", 0, before) != DraftHash.Of("", 0, Content);

    /// <summary>A new rule whose conditions nobody has typed into yet: there is nothing to be wrong with.</summary>
    public bool IsBlank => Base is null && Text == _start;

    /// <summary>The rows of the rule as it is; empty for a new one.</summary>
    public IReadOnlyList<PatternRow> BaseRows { get; private set; } = [];

    /// <param name="type">A detail-type to begin with, or null.</param>
    public static RuleDraft New(string? type)
    {
        var draft = new RuleDraft("", null);
        draft.SetRows([new ConditionRow(Start, RowTest.IsOneOf, type is null ? [] : [RowValue.Read(type, RowTest.IsOneOf)])]);
        draft._start = draft.Text;
        return draft;
    }

    public static RuleDraft Of(RoutingRule rule)
    {
        var draft = new RuleDraft(rule.Name, rule);
        draft.Take(rule.Content);
        draft.BaseRows = draft.Rows ?? [];
        return draft;
    }

    public void SetRows(IReadOnlyList<PatternRow> rows)
    {
        Rows = rows;
        Text = PatternRows.Write(rows);
        _pattern = null;
    }

    public void SetText(string text)
    {
        Text = text;
        _pattern = null;
        Rows = PatternRows.Read(text) is { IsSuccess: true } read ? read.Value : null;
    }

    /// <summary>The same draft on top of what the rule is by now.</summary>
    public void Rebase(RoutingRule rule)
    {
        Base = rule;
        BaseRows = PatternRows.Read(rule.Content.Pattern) is { IsSuccess: true } read ? read.Value : [];
    }

    /// <summary>For the browser to keep while the page is open.</summary>
    public string Keep() => JsonSerializer.Serialize(new Kept(Name, BaseRevision, Description, State, Text, Targets, Samples), JsonSerializerOptions.Web);

    /// <summary>Takes what the browser kept; the revision it was made on, or null when it is nothing of ours.</summary>
    public int? Restore(string kept)
    {
        try
        {
            if (JsonSerializer.Deserialize<Kept>(kept, JsonSerializerOptions.Web) is not { Pattern: not null, Targets: not null, Samples: not null } was)
                return null;
            if (Base is null)
                Name = was.Name ?? "";
            Take(new RuleContent { Description = was.Description ?? "", Pattern = was.Pattern, State = was.State, Targets = was.Targets, Samples = was.Samples });
            return was.Revision;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Take(RuleContent content)
    {
        (Description, Targets, Samples) = (content.Description, content.Targets, content.Samples);
        State = content.State is RuleState.Enabled ? RuleState.Enabled : RuleState.Disabled;
        SetText(content.Pattern);
    }

    private sealed record Kept(string? Name, int Revision, string? Description, RuleState State, string? Pattern, IReadOnlyList<RuleTarget>? Targets, IReadOnlyList<RuleSample>? Samples);
}
