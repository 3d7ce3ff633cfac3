using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Parsing;

namespace BackOffice.Core.Routing;

/// <summary>A rule in a repository, with the examples that it is held to (<c>docs/routing.md</c>, "Rule files").</summary>
public sealed class RuleFile
{
    /// <summary>How such files end.</summary>
    public const string Extension = ".rule.json";

    private static readonly string[] s_members = ["description", "pattern", "mustMatch", "mustNotMatch", "state", "targets"];

    private RuleFile(string? description, EventPattern pattern, IReadOnlyList<RuleExample> examples, bool isEnabled, byte[]? targetsJson)
    {
        Description = description;
        Pattern = pattern;
        Examples = examples;
        IsEnabled = isEnabled;
        TargetsJson = targetsJson;
    }

    public string? Description { get; }

    public EventPattern Pattern { get; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<RuleExample> Examples { get; }

    /// <summary>True when the file says <c>"state": "enabled"</c>.</summary>
    public bool IsEnabled { get; }

    /// <summary>The list of targets as it stands in the file, or null: a file for examples alone needs none.</summary>
    internal byte[]? TargetsJson { get; }

    /// <summary>The examples that come out otherwise than they must.</summary>
    public IEnumerable<RuleExample> Failing() =>
        Examples.Where(example => Pattern.Matches(example.EventJson.Span) is not { IsSuccess: true } answer || answer.Value != example.MustMatch);

    /// <param name="utf8">The file.</param>
    /// <param name="reading">How strictly its pattern is read.</param>
    /// <returns>The rule, or a <see cref="PatternRefusal"/> with line and column in the file.</returns>
    public static Result<RuleFile> Parse(ReadOnlySpan<byte> utf8, PatternReading reading = PatternReading.Strict)
    {
        try
        {
            return Read(utf8, reading);
        }
        catch (JsonException e)
        {
            return new PatternRefusal("This is not JSON.", "$", (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, Suggestion: null, AwsReason: null);
        }
        catch (InvalidOperationException)
        {
            return new PatternRefusal("A text in this file is not valid Unicode.", "$", 1, 1, Suggestion: null, AwsReason: null);
        }
    }

    private static Result<RuleFile> Read(ReadOnlySpan<byte> utf8, PatternReading reading)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return TextPlace.Refuse(utf8, 0, "$", "A rule file is a JSON object.", "{ \"pattern\": { … }, \"mustMatch\": { … } }", awsReason: null);
        EventPattern? pattern = null;
        string? description = null;
        var enabled = false;
        byte[]? targets = null;
        var examples = new List<RuleExample>();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            var at = reader.TokenStartIndex;
            reader.Read();
            switch (name)
            {
                case "description" when reader.TokenType is JsonTokenType.String:
                    description = reader.GetString();
                    break;
                case "state" when reader.TokenType is JsonTokenType.String && reader.GetString() is "enabled" or "disabled":
                    enabled = reader.GetString() == "enabled";
                    break;
                case "targets" when reader.TokenType is JsonTokenType.StartArray:
                    var first = (int)reader.TokenStartIndex;
                    reader.Skip();
                    targets = utf8[first..(int)reader.BytesConsumed].ToArray();
                    break;
                case "pattern":
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    var parsed = EventPattern.Parse(utf8[start..(int)reader.BytesConsumed], reading);
                    if (parsed.Error is PatternRefusal refusal)
                        return InFile(utf8, start, refusal);
                    pattern = parsed.Value;
                    break;
                case "mustMatch" or "mustNotMatch" when reader.TokenType is JsonTokenType.StartObject:
                    while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                    {
                        var example = reader.GetString() ?? "";
                        reader.Read();
                        var from = (int)reader.TokenStartIndex;
                        if (reader.TokenType is not JsonTokenType.StartObject)
                            return TextPlace.Refuse(utf8, from, $"$.{name}", $"\"{example}\" is not an event: an event is a JSON object.", suggestion: null, awsReason: null);
                        reader.Skip();
                        examples.Add(new RuleExample(example, name == "mustMatch", utf8[from..(int)reader.BytesConsumed].ToArray()));
                    }

                    break;
                default:
                    return TextPlace.Refuse(
                        utf8, at, "$", s_members.Contains(name) ? $"\"{name}\" has the wrong shape." : $"A rule file has no \"{name}\".",
                        name is "mustMatch" or "mustNotMatch" ? $"\"{name}\": {{ \"what it shows\": {{ the event }} }}" : $"It has {string.Join(", ", s_members)}.", awsReason: null);
            }
        }

        reader.Read();
        return pattern is null
            ? TextPlace.Refuse(utf8, 0, "$", "The file has no pattern.", "\"pattern\": { \"source\": [\"backoffice.orders\"] }", awsReason: null)
            : new RuleFile(description, pattern, examples, enabled, targets);
    }

    private static PatternRefusal InFile(ReadOnlySpan<byte> utf8, int start, PatternRefusal refusal)
    {
        var place = TextPlace.Refuse(utf8, start, "$", "", suggestion: null, awsReason: null);
        return refusal with
        {
            Path = "$.pattern" + refusal.Path[1..],
            Line = place.Line + refusal.Line - 1,
            Column = refusal.Line == 1 ? place.Column + refusal.Column - 1 : refusal.Column,
        };
    }
}
