using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Rules;

/// <summary>
/// A rule as a file for a repository: canonical JSON, so that two files differ only where two rules do. It is a rule file (<see cref="RuleFile"/>), so
/// <c>rule check</c> runs its examples.
/// </summary>
public static class RuleText
{
    private static readonly JsonWriterOptions s_writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Members sorted, two blanks an indent, the pattern in its canonical form, a line feed at the end.</summary>
    public static string Write(RuleContent content)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("description", content.Description);
            WriteSamples(json, "mustMatch", content.Samples.Where(sample => sample.MustMatch));
            WriteSamples(json, "mustNotMatch", content.Samples.Where(sample => !sample.MustMatch));
            json.WritePropertyName("pattern");
            Raw(json, EventPattern.Parse(content.Pattern, PatternReading.Existing) is { IsSuccess: true } pattern ? pattern.Value.Canonical : content.Pattern);
            json.WriteString("state", content.State is RuleState.Enabled ? "enabled" : "disabled");
            json.WriteStartArray("targets");
            foreach (var target in content.Targets.OrderBy(target => target.Id, StringComparer.Ordinal))
                WriteTarget(json, target);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Reads such a file; one without targets is Invalid. A <see cref="PatternRefusal"/> has line and column in the file.</summary>
    public static Result<RuleContent> Read(ReadOnlySpan<byte> utf8)
    {
        var file = RuleFile.Parse(utf8);
        if (file.Error is { } refused)
            return refused;
        var rule = file.Value;
        if (rule.TargetsJson is null)
            return new Invalid("targets", "The file names no targets, so there is no rule to be made of it.");
        try
        {
            return new RuleContent
            {
                Description = rule.Description ?? "",
                Pattern = rule.Pattern.Text,
                State = rule.IsEnabled ? RuleState.Enabled : RuleState.Disabled,
                Targets = JsonSerializer.Deserialize(rule.TargetsJson, TargetJson.Default.IReadOnlyListRuleTarget) ?? [],
                Samples = [.. rule.Examples.Select(example => new RuleSample(example.Name, example.MustMatch, Encoding.UTF8.GetString(example.EventJson.Span)))],
            };
        }
        catch (JsonException e)
        {
            return new Invalid("targets", $"The targets have not the shape that is expected: {e.Path}");
        }
    }

    internal static void WriteTarget(Utf8JsonWriter json, RuleTarget target)
    {
        json.WriteStartObject();
        json.WriteString("deadLetter", target.DeadLetter);
        json.WriteString("destination", target.Destination);
        json.WriteString("id", target.Id);
        if (target.Input is { } input)
            json.WriteString("input", input);
        if (target.InputPath is { } path)
            json.WriteString("inputPath", path);
        if (target.InputTransformer is { } transformer)
        {
            json.WriteStartObject("inputTransformer");
            json.WriteStartObject("inputPathsMap");
            foreach (var (name, from) in transformer.InputPathsMap.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(name, from);
            json.WriteEndObject();
            json.WriteString("inputTemplate", transformer.InputTemplate);
            json.WriteEndObject();
        }

        json.WriteStartObject("retry");
        json.WriteNumber("maximumEventAgeInSeconds", target.Retry.MaximumEventAgeInSeconds);
        json.WriteNumber("maximumRetryAttempts", target.Retry.MaximumRetryAttempts);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Written anew, so that its indents are the file's; a number keeps its spelling.</summary>
    internal static void Raw(Utf8JsonWriter json, string text)
    {
        using var document = JsonDocument.Parse(text, TargetInput.Reading);
        document.RootElement.WriteTo(json);
    }

    private static void WriteSamples(Utf8JsonWriter json, string name, IEnumerable<RuleSample> samples)
    {
        var listed = samples.OrderBy(sample => sample.Name, StringComparer.Ordinal).ToList();
        if (listed.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (var sample in listed)
        {
            json.WritePropertyName(sample.Name);
            Raw(json, sample.Event);
        }

        json.WriteEndObject();
    }
}
