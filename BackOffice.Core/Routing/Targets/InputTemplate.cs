using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Targets;

/// <summary>
/// An input transformer that was read and may be used. A placeholder outside quotes becomes the value's JSON; inside quotes its text. A path that the event
/// lacks becomes an empty text. In a template that is one quoted text, objects and lists lose their quotes. All as AWS does (recordings of its input
/// transformer), with two differences that only help: text inside quotes is escaped, and what AWS drops in silence is an error here.
/// </summary>
public sealed class InputTemplate
{
    private readonly IReadOnlyList<TemplatePart> _parts;
    private readonly IReadOnlyDictionary<string, EventPath> _paths;
    private readonly bool _isText;

    internal InputTemplate(IReadOnlyList<TemplatePart> parts, IReadOnlyDictionary<string, EventPath> paths, bool isText) => (_parts, _paths, _isText) = (parts, paths, isText);

    /// <summary>What its author should know.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. _parts.Where(part => part.Name is not null && part.Quoted && !_isText).Select(part => part.Name).Distinct()
            .Select(name => $"<{name}> stands inside quotes: an object or a list there cannot be sent, and AWS does not escape it. Without quotes any value is written as JSON."),
    ];

    /// <summary>Reads a transformer.</summary>
    /// <returns>Or everything that is wrong with it.</returns>
    public static Result<InputTemplate> Parse(InputTransformer transformer) => InputTemplateReader.Read(transformer);

    /// <summary>What would be sent for an event.</summary>
    /// <param name="eventJson">The whole event.</param>
    /// <param name="rule">Name of the rule.</param>
    /// <param name="takenAt">When the bus took the event.</param>
    /// <returns>UTF-8 JSON, or Rejected <c>input.not-json</c>: the case that AWS drops without a word.</returns>
    public Result<byte[]> Render(ReadOnlyMemory<byte> eventJson, string rule, DateTimeOffset takenAt)
    {
        using var document = JsonDocument.Parse(eventJson, TargetInput.Reading);
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part.Name is not { } name)
            {
                text.Append(part.Text);
                continue;
            }

            var value = ValueOf(name, document.RootElement, rule, takenAt);
            if (part.Quoted && !_isText && value is { ValueKind: JsonValueKind.Object or JsonValueKind.Array })
                return Broken($"<{name}> stands inside quotes, and the event has {(value.Value.ValueKind is JsonValueKind.Object ? "an object" : "a list")} there. Take the quotes away.");
            text.Append(part.Quoted ? Inside(value) : value is { } outside ? outside.GetRawText() : "\"\"");
        }

        var rendered = Encoding.UTF8.GetBytes(text.ToString());
        try
        {
            using var check = JsonDocument.Parse(rendered, TargetInput.Reading);
            return rendered;
        }
        catch (JsonException)
        {
            return Broken("What comes out is not JSON.");
        }
    }

    private static Rejected Broken(string why) => new("input.not-json", why);

    private string Inside(JsonElement? value) => value switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } text => Escape(text.GetString() ?? ""),
        { ValueKind: JsonValueKind.Object or JsonValueKind.Array } nested => Escape(nested.GetRawText().Replace("\"", "", StringComparison.Ordinal)),
        { } other => other.GetRawText(),
    };

    private static string Escape(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);

    private JsonElement? ValueOf(string name, JsonElement root, string rule, DateTimeOffset takenAt) => name switch
    {
        TemplateNames.RuleArn => Text($"arn:aws:events:{EventEnvelope.Region}:{EventEnvelope.Account}:rule/{rule}"),
        TemplateNames.RuleName => Text(rule),
        TemplateNames.IngestionTime => Text(takenAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        TemplateNames.Event => WithoutDetail(root),
        TemplateNames.EventJson => root,
        _ => _paths[name].Find(root),
    };

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, TargetJson.Default.String);

    private static JsonElement WithoutDetail(JsonElement root)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in root.EnumerateObject().Where(member => member.Name != "detail"))
                member.WriteTo(json);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }
}

/// <summary>A piece of a template.</summary>
/// <param name="Text">As it stands; empty for a placeholder.</param>
/// <param name="Name">Of the placeholder, or null.</param>
/// <param name="Quoted">Whether a placeholder stands inside a JSON text.</param>
internal sealed record TemplatePart(string Text, string? Name, bool Quoted);

/// <summary>Variables that every template has (EventBridge User Guide, "Predefined variables").</summary>
internal static class TemplateNames
{
    public const string RuleArn = "aws.events.rule-arn";
    public const string RuleName = "aws.events.rule-name";
    public const string IngestionTime = "aws.events.event.ingestion-time";
    public const string Event = "aws.events.event";
    public const string EventJson = "aws.events.event.json";

    public static readonly IReadOnlyList<string> All = [RuleArn, RuleName, IngestionTime, Event, EventJson];
}
