using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>The table's shape: one partition and sort key, and the sparse indexes that lists are read from.</summary>
internal static class DynamoTable
{
    /// <summary>What a search asks of a row, so that walking needs no head.</summary>
    private static readonly List<string> s_columns =
    [
        Attributes.Headline, Attributes.Path, Attributes.Step, Attributes.Error, Attributes.City, Attributes.Variant, Attributes.Currency, Attributes.Amount,
        Attributes.Placed, Attributes.Changed, Attributes.Keys,
    ];

    public static readonly IReadOnlyList<TableIndex> Indexes =
    [
        new(TableIndex.Placed, Attributes.List, Attributes.PlacedPlace, s_columns),
        new(TableIndex.Changed, Attributes.List, Attributes.ChangedPlace, s_columns),
        new(TableIndex.Amount, Attributes.List, Attributes.AmountPlace),
        new(TableIndex.Headline, Attributes.ByHeadline, Attributes.PlacedPlace),
        new(TableIndex.Step, Attributes.ByStep, Attributes.PlacedPlace),
        new(TableIndex.Error, Attributes.ByError, Attributes.PlacedPlace),
        new(TableIndex.City, Attributes.ByCity, Attributes.PlacedPlace),
        new(TableIndex.Id, Attributes.ById, Attributes.Pk, [Attributes.Placed]),
        new(TableIndex.Due, Attributes.ByDue, Attributes.DuePlace, [Attributes.Dues]),
        new(TableIndex.AuditByActor, Attributes.Actor, Attributes.Sequence),
        new(TableIndex.AuditByAction, Attributes.Action, Attributes.Sequence),
    ];

    public static TableIndex Index(string name) => Indexes.First(index => index.Name == name);

    public static CreateTableRequest Create(string table) => new()
    {
        TableName = table,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = Keys(Attributes.Pk, Attributes.Sk),
        AttributeDefinitions = [.. Indexes.SelectMany(index => new[] { index.Hash, index.Range }).Concat([Attributes.Pk, Attributes.Sk]).Distinct().Select(
            name => new AttributeDefinition(name, TypeOf(name)))],
        GlobalSecondaryIndexes = [.. Indexes.Select(index => new GlobalSecondaryIndex { IndexName = index.Name, KeySchema = Keys(index.Hash, index.Range), Projection = index.Projection })],
    };

    /// <summary>What the table has otherwise than <see cref="Create"/> would make it; empty when nothing differs. Indexes of somebody else are left alone.</summary>
    public static IReadOnlyList<string> Differences(TableDescription table)
    {
        var found = new List<string>();
        if (Words(table.KeySchema) != Words(Keys(Attributes.Pk, Attributes.Sk)))
            found.Add($"The table's key is {Words(table.KeySchema)}; {Words(Keys(Attributes.Pk, Attributes.Sk))} is needed.");
        foreach (var index in Indexes)
        {
            var there = table.GlobalSecondaryIndexes?.Find(one => one.IndexName == index.Name);
            if (there is null)
                found.Add($"The index {index.Name} is not there.");
            else if (Words(there.KeySchema) != Words(Keys(index.Hash, index.Range)))
                found.Add($"The index {index.Name} has the key {Words(there.KeySchema)}; {Words(Keys(index.Hash, index.Range))} is needed.");
            else if (Words(there.Projection) != Words(index.Projection))
                found.Add($"The index {index.Name} projects {Words(there.Projection)}; {Words(index.Projection)} is needed.");
        }

        foreach (var attribute in table.AttributeDefinitions ?? [])
        {
            if (Create("").AttributeDefinitions.Find(one => one.AttributeName == attribute.AttributeName) is { } ours && ours.AttributeType != attribute.AttributeType)
                found.Add($"The attribute {attribute.AttributeName} is of type {attribute.AttributeType}; {ours.AttributeType} is needed.");
        }

        return found;
    }

    private static ScalarAttributeType TypeOf(string name) => name == Attributes.Sequence ? ScalarAttributeType.N : ScalarAttributeType.S;

    private static List<KeySchemaElement> Keys(string hash, string range) => [new(hash, KeyType.HASH), new(range, KeyType.RANGE)];

    private static string Words(List<KeySchemaElement> keys) => string.Join(", ", keys.Select(key => $"{key.AttributeName} {key.KeyType}"));

    private static string Words(Projection projection) =>
        projection.ProjectionType + (projection.NonKeyAttributes is { Count: > 0 } names ? " " + string.Join(' ', names.Order(StringComparer.Ordinal)) : "");
}
