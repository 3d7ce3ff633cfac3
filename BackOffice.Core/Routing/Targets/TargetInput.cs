using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Targets;

/// <summary>What a target is sent for an event: the event, a part of it, a constant, or what the transformer makes of it.</summary>
public sealed class TargetInput
{
    internal static readonly JsonDocumentOptions Reading = new() { MaxDepth = PatternLimits.EventDepth };

    private readonly byte[]? _constant;
    private readonly EventPath? _path;
    private readonly InputTemplate? _template;

    private TargetInput(byte[]? constant, EventPath? path, InputTemplate? template) => (_constant, _path, _template) = (constant, path, template);

    public IReadOnlyList<string> Warnings => _template?.Warnings ?? [];

    /// <summary>Reads a target's input; Invalid names every field that is wrong.</summary>
    public static Result<TargetInput> Of(RuleTarget target)
    {
        if (new object?[] { target.Input, target.InputPath, target.InputTransformer }.Count(each => each is not null) > 1)
            return new Invalid("input", $"Only one of Input, InputPath, or InputTransformer must be provided for target {target.Id}.");
        if (target.Input is { } constant)
        {
            var bytes = Encoding.UTF8.GetBytes(constant);
            return IsJson(bytes) ? new TargetInput(bytes, null, null) : new Invalid("input", "A constant is JSON.");
        }

        if (target.InputPath is { } text)
            return EventPath.TryParse(text, out var path) ? new TargetInput(null, path, null) : new Invalid("inputPath", "A path is $ and names joined with dots: $.detail.");
        return target.InputTransformer is { } transformer
            ? InputTemplate.Parse(transformer).Map(template => new TargetInput(null, null, template))
            : new TargetInput(null, null, null);
    }

    /// <param name="eventJson">The whole event.</param>
    /// <param name="rule">Name of the rule.</param>
    /// <param name="takenAt">When the bus took the event.</param>
    /// <returns>UTF-8 JSON, or Rejected <c>input.not-json</c> or <c>input.no-such-path</c>.</returns>
    public Result<byte[]> Render(ReadOnlyMemory<byte> eventJson, string rule, DateTimeOffset takenAt)
    {
        if (_constant is not null)
            return _constant;
        if (_template is not null)
            return _template.Render(eventJson, rule, takenAt);
        if (_path is null)
            return eventJson.ToArray();
        using var document = JsonDocument.Parse(eventJson, Reading);
        return _path.Find(document.RootElement) is { } value
            ? Encoding.UTF8.GetBytes(value.GetRawText())
            : new Rejected("input.no-such-path", $"The event has nothing at {_path.Text}.");
    }

    private static bool IsJson(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(RuleTarget))]
[JsonSerializable(typeof(IReadOnlyList<RuleTarget>))]
internal sealed partial class TargetJson : JsonSerializerContext;
