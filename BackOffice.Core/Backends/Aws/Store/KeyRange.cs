using Amazon.DynamoDBv2.Model;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>A stretch of one partition of the table or of an index, both ends included.</summary>
/// <param name="Index">Null for the table itself, which is read strongly consistent.</param>
internal sealed record KeyRange(TableIndex? Index, string Hash, AttributeValue Low, AttributeValue High)
{
    public string HashName => Index?.Hash ?? Attributes.Pk;

    public string RangeName => Index?.Range ?? Attributes.Sk;

    /// <summary>Items of the table.</summary>
    public static KeyRange Items(string partition, string low, string high) => new(null, partition, Values.Of(low), Values.Of(high));
}
