namespace BackOffice.Core.Workflows.Asl;

/// <summary>Parameters, ResultSelector or Assign: JSON in which fields named <c>x.$</c> are expressions. Read once, filled in often.</summary>
internal abstract class PayloadTemplate
{
    /// <exception cref="StateFailure">An expression fails.</exception>
    public abstract Json Fill(EvaluationScope scope);

    /// <param name="problem">Called with the path below the template and what is wrong there.</param>
    public static PayloadTemplate Read(Json json, Action<string, FormatException> problem) => Read(json, string.Empty, problem);

    private static PayloadTemplate Read(Json json, string path, Action<string, FormatException> problem)
    {
        switch (json)
        {
            case JsonObj obj:
                var members = Array.ConvertAll(obj.Members, m => Member(m.Key, m.Value, path, problem));
                foreach (var twice in members.GroupBy(m => m.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
                    problem($"{path}/{twice.Key}.$", new FormatException($"The field '{twice.Key}' stands twice once '.$' is taken off"));
                return members.All(m => m is { Expression: null, Template: FixedTemplate }) ? new FixedTemplate(json) : new ObjectTemplate(members);
            case JsonArr array:
                var items = array.Items.Select((item, i) => Read(item, $"{path}[{i}]", problem)).ToArray();
                return items.All(i => i is FixedTemplate) ? new FixedTemplate(json) : new ArrayTemplate(items);
            default:
                return new FixedTemplate(json);
        }
    }

    private static TemplateMember Member(string name, Json value, string path, Action<string, FormatException> problem)
    {
        if (!name.EndsWith(".$", StringComparison.Ordinal))
            return new TemplateMember(name, name, null, Read(value, $"{path}/{name}", problem));
        try
        {
            var expression = value is JsonStr { Value: var text } ? AslExpression.Parse(text) : throw new FormatException(Message(name));
            return new TemplateMember(name[..^2], name, expression, new FixedTemplate(Json.Null));
        }
        catch (FormatException e)
        {
            problem($"{path}/{name}", e is NotRunHere ? e : new FormatException(Message(name), e));
            return new TemplateMember(name[..^2], name, null, new FixedTemplate(Json.Null));
        }
    }

    private static string Message(string field) => $"The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call";
}

/// <param name="Name">In the result: without <c>.$</c>.</param>
/// <param name="Field">As written.</param>
internal sealed record TemplateMember(string Name, string Field, AslExpression? Expression, PayloadTemplate Template);

internal sealed class FixedTemplate(Json value) : PayloadTemplate
{
    public override Json Fill(EvaluationScope scope) => value;
}

internal sealed class ObjectTemplate(TemplateMember[] members) : PayloadTemplate
{
    public override Json Fill(EvaluationScope scope) => new JsonObj(Array.ConvertAll(
        members,
        m => new KeyValuePair<string, Json>(m.Name, m.Expression is { } e ? e.Evaluate(scope, m.Field) : m.Template.Fill(scope))));
}

internal sealed class ArrayTemplate(PayloadTemplate[] items) : PayloadTemplate
{
    public override Json Fill(EvaluationScope scope) => new JsonArr(Array.ConvertAll(items, i => i.Fill(scope)));
}
