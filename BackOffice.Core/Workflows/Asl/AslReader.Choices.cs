namespace BackOffice.Core.Workflows.Asl;

/// <summary>Choice rules.</summary>
internal sealed partial class AslReader
{
    private ChoiceBranch[] Choices(JsonObj o, string path)
    {
        Required(o, path, "Choices");
        if (o.Get("Choices") is JsonArr { Items.Length: 0 })
            Schema("Value cannot be empty", $"{path}/Choices");
        return Items(o, "Choices", path, (item, at) =>
        {
            Required(item, at, "Next");
            return new ChoiceBranch(Rule(item, at, top: true), Text(item, "Next", at) ?? string.Empty, Assign(item, at));
        });
    }

    private ChoiceRule Rule(JsonObj o, string path, bool top)
    {
        if (!top && o.Get("Next") is not null)
            Schema("Next is only allowed in a top-level Choice Rule", $"{path}/Next");
        string[] others = top ? ["Next", "Comment", "Assign"] : ["Comment"];
        foreach (var (name, make) in (ReadOnlySpan<(string, Func<ChoiceRule[], ChoiceRule>)>)
            [("And", rules => new AndRule(rules)), ("Or", rules => new OrRule(rules))])
        {
            if (o.Get(name) is null)
                continue;
            Known(o, path, [.. others, name]);
            if (o.Get(name) is JsonArr { Items.Length: 0 })
                Schema("Value cannot be empty", $"{path}/{name}");
            return make(Items(o, name, path, (item, at) => Rule(item, at, top: false)));
        }

        if (o.Get("Not") is { } not)
        {
            Known(o, path, [.. others, "Not"]);
            if (not is JsonObj inner)
                return new NotRule(Rule(inner, $"{path}/Not", top: false));
            Schema("Expected value of type Object", $"{path}/Not");
            return new AndRule([]);
        }

        return Comparison(o, path, others);
    }

    private ChoiceRule Comparison(JsonObj o, string path, string[] others)
    {
        Required(o, path, "Variable");
        var variable = Path(o, "Variable", path);
        var operators = o.Members.Where(m => m.Key != "Variable" && !others.Contains(m.Key) && m.Key != "Next").ToArray();
        if (operators.Length != 1)
        {
            Schema("Exactly one comparison operator is required", path);
            return new AndRule([]);
        }

        var (name, value) = operators[0];
        if (variable is null)
            return new AndRule([]);
        if (name == "IsPresent" && value is JsonBool present)
            return new PresentRule(variable, present.Value);
        if (ChoiceOperators.Find(name) is { } found)
        {
            if (!found.Takes(value))
                Schema("The value is of the wrong type for its operator", $"{path}/{name}");
            return new ComparisonRule(variable, found.Compare, value, null);
        }

        if (name.EndsWith("Path", StringComparison.Ordinal) && !name.StartsWith("Is", StringComparison.Ordinal)
            && name != "StringMatchesPath" && ChoiceOperators.Find(name[..^4]) is { } withPath)
            return new ComparisonRule(variable, withPath.Compare, Json.Null, Path(o, name, path));
        Schema($"Field \"{name}\" is not supported", $"{path}/{name}");
        return new AndRule([]);
    }
}
