using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>An update expression while it is put together. Names and values always go through placeholders, whatever they hold.</summary>
internal sealed class UpdateText
{
    private readonly List<string> _sets = [];
    private readonly List<string> _removes = [];
    private readonly List<string> _adds = [];

    public Dictionary<string, string> Names { get; } = [];

    public Dictionary<string, AttributeValue> Values { get; } = [];

    public string Text => string.Join(' ', new[] { ("SET ", _sets), ("REMOVE ", _removes), ("ADD ", _adds) }.Where(part => part.Item2.Count > 0).Select(part => part.Item1 + string.Join(", ", part.Item2)));

    public string Name(string name)
    {
        var found = Names.FirstOrDefault(pair => pair.Value == name).Key;
        if (found is not null)
            return found;
        found = string.Create(CultureInfo.InvariantCulture, $"#{Names.Count}");
        Names[found] = name;
        return found;
    }

    public string Value(AttributeValue value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $":{Values.Count}");
        Values[name] = value;
        return name;
    }

    public UpdateText Set(string name, AttributeValue value)
    {
        _sets.Add($"{Name(name)} = {Value(value)}");
        return this;
    }

    public UpdateText Remove(string name)
    {
        _removes.Add(Name(name));
        return this;
    }

    public UpdateText SetIn(string map, string key, AttributeValue value)
    {
        _sets.Add($"{Name(map)}.{Name(key)} = {Value(value)}");
        return this;
    }

    public UpdateText RemoveIn(string map, string key)
    {
        _removes.Add($"{Name(map)}.{Name(key)}");
        return this;
    }

    public UpdateText Add(string name, AttributeValue value)
    {
        _adds.Add($"{Name(name)} {Value(value)}");
        return this;
    }

    /// <summary>The update of one item of a transaction; a failed condition brings back what is there.</summary>
    public TransactWriteItem ToItem(string table, Dictionary<string, AttributeValue> key, string? condition = null) => new()
    {
        Update = new Update
        {
            TableName = table, Key = key, UpdateExpression = Text, ConditionExpression = condition, ExpressionAttributeNames = Names,
            ExpressionAttributeValues = Values.Count > 0 ? Values : null,
            ReturnValuesOnConditionCheckFailure = Amazon.DynamoDBv2.ReturnValuesOnConditionCheckFailure.ALL_OLD,
        },
    };
}
