using System.Text.Json;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Api;

/// <param name="Pattern">An object; its text is kept as it was sent.</param>
/// <param name="State">enabled or disabled; disabled when left out.</param>
/// <param name="Targets">1 to 5.</param>
/// <param name="Samples">Events that the rule must match, or leave alone.</param>
/// <param name="CommandId">Made by the client; not needed for a check or a dry run.</param>
/// <param name="ExpectedVersion">0 for a new rule.</param>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="DryRun">The hash of the dry run that was looked at; a save of anything else is refused then.</param>
internal sealed record RuleBody(
    string? Description, JsonElement? Pattern, string? State, IReadOnlyList<RuleTarget>? Targets, IReadOnlyList<SampleBody>? Samples, string? CommandId, long? ExpectedVersion, string? Reason, string? DryRun = null);

internal sealed record SampleBody(string Name, bool MustMatch, JsonElement Event);

/// <param name="Approve">For a decision alone.</param>
internal sealed record RuleCommandBody(string? CommandId, long? ExpectedVersion, string? Reason, bool? Approve);

internal sealed record RollBackBody(int? Revision, string? CommandId, long? ExpectedVersion, string? Reason);

internal sealed record RuleAnswer(
    string Name, long Version, int Revision, string Summary, ContentAnswer Content, DateTimeOffset ChangedAt, string ChangedBy, PendingAnswer? Pending, Publication? Published);

internal sealed record ContentAnswer(string Description, JsonElement Pattern, RuleState State, IReadOnlyList<RuleTarget> Targets, IReadOnlyList<SampleBody> Samples)
{
    public static ContentAnswer Of(RuleContent content) => new(
        content.Description, Element(content.Pattern), content.State, content.Targets, [.. content.Samples.Select(sample => new SampleBody(sample.Name, sample.MustMatch, Element(sample.Event)))]);

    public static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = PatternLimits.EventDepth });
        return document.RootElement.Clone();
    }
}

internal sealed record PendingAnswer(string ChangeId, RuleChange Kind, ContentAnswer Content, string By, DateTimeOffset At, string Reason, string Why);

internal sealed record RulesAnswer(IReadOnlyList<RuleAnswer> Items);

internal sealed record RevisionAnswer(int Number, RuleChange Kind, ContentAnswer Content, IReadOnlyList<string> Changes, string By, string? ApprovedBy, DateTimeOffset At, string Reason);

internal sealed record RuleHistoryAnswer(IReadOnlyList<RevisionAnswer> Items);

internal sealed record RuleOutcomeAnswer(RuleAnswer Rule, bool Waits, string Message, bool Repeated);

internal sealed record ExplainBody(JsonElement? Pattern, JsonElement? Event);

internal sealed record PreviewBody(string? Rule, RuleTarget? Target, JsonElement? Event);

/// <param name="Sent">What the target would be sent.</param>
internal sealed record PreviewAnswer(JsonElement Sent);

internal sealed record EventAnswer(string Id, string Key, string Source, string DetailType, DateTimeOffset Time, DateTimeOffset TakenAt, JsonElement Event)
{
    public static EventAnswer Of(RecordedEvent e) => new(e.Id, e.Key, e.Source, e.DetailType, e.Time, e.TakenAt, ContentAnswer.Element(System.Text.Encoding.UTF8.GetString(e.Json.Span)));
}

internal sealed record TraceAnswer(EventAnswer Event, IReadOnlyList<EventDelivery> Deliveries, IReadOnlyList<RuleVerdict> Rules)
{
    public static TraceAnswer Of(EventTrace trace) => new(EventAnswer.Of(trace.Event), trace.Deliveries, trace.Rules);
}

internal sealed record DestinationsAnswer(IReadOnlyList<DestinationSummary> Items);

internal sealed record EventTypeAnswer(string Source, string DetailType, string Description, JsonElement Schema);

internal sealed record EventTypesAnswer(IReadOnlyList<EventTypeAnswer> Items);

internal sealed record FieldsAnswer(IReadOnlyList<string> Items);
