using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Targets;

/// <summary>Reads a template into its parts, and refuses what could never be sent.</summary>
internal static partial class InputTemplateReader
{
    public static Result<InputTemplate> Read(InputTransformer transformer)
    {
        var errors = new List<FieldError>();
        var paths = Paths(transformer.InputPathsMap, errors);
        if (transformer.InputTemplate is not { Length: > 0 and <= InputTransformer.LongestTemplate } template)
        {
            errors.Add(new("inputTemplate", FormattableString.Invariant($"1 to {InputTransformer.LongestTemplate} characters.")));
            return new Invalid(errors);
        }

        var parts = Parts(template);
        foreach (var name in parts.Select(part => part.Name).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (!transformer.InputPathsMap.ContainsKey(name) && !TemplateNames.All.Contains(name))
                errors.Add(new("inputTemplate", $"<{name}> is no variable of the map, and none of {string.Join(", ", TemplateNames.All)}."));
        }

        var isText = template.AsSpan().Trim() is ['"', ..];
        foreach (var part in parts.Where(part => part is { Quoted: true, Name: TemplateNames.Event or TemplateNames.EventJson } && !isText))
            errors.Add(new("inputTemplate", $"<{part.Name}> is an object and stands inside quotes: AWS would drop every event without a word. Take the quotes away."));
        if (!IsJson(parts))
            errors.Add(new("inputTemplate", "The template is neither JSON nor one quoted text, whatever the variables hold."));
        return errors.Count > 0 ? new Invalid(errors) : new InputTemplate(parts, paths, isText);
    }

    private static Dictionary<string, EventPath> Paths(IReadOnlyDictionary<string, string> map, List<FieldError> errors)
    {
        var paths = new Dictionary<string, EventPath>(StringComparer.Ordinal);
        if (map.Count > InputTransformer.MostVariables)
            errors.Add(new("inputPathsMap", FormattableString.Invariant($"At most {InputTransformer.MostVariables} variables.")));
        foreach (var (name, text) in map)
        {
            if (!VariableName().IsMatch(name) || name.StartsWith("AWS", StringComparison.OrdinalIgnoreCase))
                errors.Add(new($"inputPathsMap/{name}", "A variable is 1 to 256 letters, digits, dashes or underscores, and does not start with AWS."));
            else if (!EventPath.TryParse(text, out var path))
                errors.Add(new($"inputPathsMap/{name}", "A path is $ and names joined with dots: $.detail.orderId."));
            else
                paths.Add(name, path);
        }

        return paths;
    }

    /// <summary>Whether a placeholder is inside quotes is told by the quotes before it, as JSON counts them.</summary>
    private static List<TemplatePart> Parts(string template)
    {
        var parts = new List<TemplatePart>();
        var (at, quoted) = (0, false);
        foreach (Match match in Placeholder().Matches(template))
        {
            var text = template[at..match.Index];
            quoted ^= Quotes(text) % 2 == 1;
            parts.Add(new TemplatePart(text, null, Quoted: false));
            parts.Add(new TemplatePart("", match.Groups[1].Value, quoted));
            at = match.Index + match.Length;
        }

        parts.Add(new TemplatePart(template[at..], null, Quoted: false));
        return parts;
    }

    private static int Quotes(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                count++;
        }

        return count;
    }

    private static bool IsJson(List<TemplatePart> parts)
    {
        var sample = string.Concat(parts.Select(part => part.Name is null ? part.Text : part.Quoted ? "x" : "0"));
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(sample), TargetInput.Reading);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"<([A-Za-z0-9_.\-]+)>")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[A-Za-z0-9_\-]{1,256}$")]
    private static partial Regex VariableName();
}
