using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Rules;

/// <summary>
/// Rules as a CloudFormation template of AWS::Events::Rule resources. What an account alone knows is a parameter: the ARN of each destination, the role that may call
/// it, the queue of each kind of dead letter. A resource's metadata keep our names, so that the template can be read back.
/// </summary>
public static class RuleTemplate
{
    private const string Metadata = "BackOffice";
    private static readonly JsonSerializerOptions s_writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n", MaxDepth = 128 };

    /// <summary>The template's JSON; rules in the order of their names.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, RuleContent>> rules)
    {
        var (parameters, resources) = (new JsonObject(), new JsonObject());
        foreach (var (name, content) in rules.OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            var key = Unique(resources, "Rule" + Word(name));
            resources[key] = Resource(name, content, parameters);
        }

        var template = new JsonObject { ["AWSTemplateFormatVersion"] = "2010-09-09", ["Parameters"] = parameters, ["Resources"] = resources };
        return template.ToJsonString(s_writing) + "\n";
    }

    /// <summary>
    /// The rules of a template that <see cref="Write"/> made, however it was edited since, by name. Invalid names each resource that cannot be read: another kind of target's ARN says
    /// nothing of our destinations, so a target without metadata is refused.
    /// </summary>
    public static Result<IReadOnlyDictionary<string, RuleContent>> Read(string text)
    {
        JsonObject? resources;
        try
        {
            resources = JsonNode.Parse(text)?["Resources"] as JsonObject;
        }
        catch (JsonException)
        {
            return new Invalid("", "The template is not JSON.");
        }

        if (resources is null)
            return new Invalid("Resources", "The template has no Resources.");
        var rules = new Dictionary<string, RuleContent>(StringComparer.Ordinal);
        var errors = new List<FieldError>();
        foreach (var (key, resource) in resources.Where(pair => pair.Value?["Type"]?.ToString() == "AWS::Events::Rule"))
        {
            try
            {
                rules[resource!["Properties"]?["Name"]?.ToString() ?? key] = Content(resource);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or JsonException)
            {
                errors.Add(new FieldError($"Resources/{key}", e.Message));
            }
        }

        return errors.Count > 0 ? new Invalid(errors) : rules;
    }

    private static JsonObject Resource(string name, RuleContent content, JsonObject parameters)
    {
        var destinations = new JsonObject();
        var letters = new JsonObject();
        var targets = new JsonArray();
        foreach (var target in content.Targets)
        {
            destinations[target.Id] = target.Destination;
            letters[target.Id] = target.DeadLetter;
            targets.Add((JsonNode)Target(target, parameters));
        }

        return new JsonObject
        {
            ["Type"] = "AWS::Events::Rule",
            ["Metadata"] = new JsonObject { [Metadata] = new JsonObject { ["Destinations"] = destinations, ["DeadLetters"] = letters } },
            ["Properties"] = new JsonObject
            {
                ["Name"] = name,
                ["Description"] = content.Description,
                ["EventPattern"] = JsonNode.Parse(content.Pattern),
                ["State"] = content.State is RuleState.Enabled ? "ENABLED" : "DISABLED",
                ["Targets"] = targets,
            },
        };
    }

    private static JsonObject Target(RuleTarget target, JsonObject parameters)
    {
        var json = new JsonObject
        {
            ["Id"] = target.Id,
            ["Arn"] = Parameter(parameters, $"Destination{Word(target.Destination)}Arn", $"ARN of the destination {target.Destination}."),
            ["RoleArn"] = Parameter(parameters, $"Destination{Word(target.Destination)}RoleArn", $"Role that may call the destination {target.Destination}."),
        };
        if (target.Input is { } input)
            json["Input"] = input;
        if (target.InputPath is { } path)
            json["InputPath"] = path;
        if (target.InputTransformer is { } transformer)
        {
            json["InputTransformer"] = new JsonObject
            {
                ["InputPathsMap"] = new JsonObject(transformer.InputPathsMap.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
                ["InputTemplate"] = transformer.InputTemplate,
            };
        }

        json["RetryPolicy"] = new JsonObject { ["MaximumRetryAttempts"] = target.Retry.MaximumRetryAttempts, ["MaximumEventAgeInSeconds"] = target.Retry.MaximumEventAgeInSeconds };
        json["DeadLetterConfig"] = new JsonObject { ["Arn"] = Parameter(parameters, $"DeadLetters{Word(target.DeadLetter)}Arn", $"ARN of the queue for the dead letters {target.DeadLetter}.") };
        return json;
    }

    private static JsonObject Parameter(JsonObject parameters, string name, string description)
    {
        parameters[name] ??= new JsonObject { ["Type"] = "String", ["Description"] = description };
        return new JsonObject { ["Ref"] = name };
    }

    private static RuleContent Content(JsonNode resource)
    {
        var properties = resource["Properties"] ?? throw new InvalidOperationException("It has no Properties.");
        var pattern = properties["EventPattern"]?.ToJsonString(s_writing) ?? throw new InvalidOperationException("It has no EventPattern; schedules are not read.");
        if (EventPattern.Parse(pattern, PatternReading.Existing).Error is { } refused)
            throw new FormatException(refused.Message);
        var names = resource["Metadata"]?[Metadata];
        return new RuleContent
        {
            Description = properties["Description"]?.ToString() ?? "",
            Pattern = pattern,
            State = properties["State"]?.ToString() is "DISABLED" ? RuleState.Disabled : RuleState.Enabled,
            Targets = [.. (properties["Targets"] as JsonArray ?? []).Select(target => TargetOf(target ?? throw new InvalidOperationException("A target is null."), names))],
        };
    }

    private static RuleTarget TargetOf(JsonNode target, JsonNode? names)
    {
        var id = target["Id"]?.ToString() ?? throw new InvalidOperationException("A target has no Id.");
        var destination = names?["Destinations"]?[id]?.ToString() ?? throw new InvalidOperationException($"Target {id}: Metadata.{Metadata}.Destinations names no destination for it.");
        var transformer = target["InputTransformer"];
        return new RuleTarget
        {
            Id = id,
            Destination = destination,
            DeadLetter = names?["DeadLetters"]?[id]?.ToString() ?? throw new InvalidOperationException($"Target {id}: Metadata.{Metadata}.DeadLetters names none for it."),
            Input = target["Input"]?.ToString(),
            InputPath = target["InputPath"]?.ToString(),
            InputTransformer = transformer is null ? null : new InputTransformer
            {
                InputTemplate = transformer["InputTemplate"]?.ToString() ?? throw new InvalidOperationException($"Target {id}: its transformer has no InputTemplate."),
                InputPathsMap = (transformer["InputPathsMap"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? ""),
            },
            Retry = new RetryPolicy(Number(target, "MaximumRetryAttempts", RetryPolicy.MostRetries), Number(target, "MaximumEventAgeInSeconds", RetryPolicy.LongestAge)),
        };
    }

    private static int Number(JsonNode target, string name, int otherwise) =>
        target["RetryPolicy"]?[name]?.ToString() is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Letters and digits alone: what CloudFormation takes for a name.</summary>
    private static string Word(string name)
    {
        var word = new StringBuilder();
        var start = true;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                word.Append(start ? char.ToUpperInvariant(c) : c);
            start = !char.IsAsciiLetterOrDigit(c);
        }

        return word.ToString();
    }

    private static string Unique(JsonObject taken, string name)
    {
        var unique = name;
        for (var i = 2; taken.ContainsKey(unique); i++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}X{i}");
        return unique;
    }
}
