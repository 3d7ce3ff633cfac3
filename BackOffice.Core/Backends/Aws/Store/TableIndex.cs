using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>A sparse index: an item is in it while it has both attributes.</summary>
/// <param name="Columns">Attributes at hand without the item; null for the keys alone. Where they are few, none that change.</param>
internal sealed record TableIndex(string Name, string Hash, string Range, List<string>? Columns = null)
{
    public const string Placed = "placed";
    public const string Changed = "changed";
    public const string Amount = "amount";
    public const string Headline = "headline";
    public const string Step = "step";
    public const string Error = "error";
    public const string City = "city";
    public const string Id = "order-id";
    public const string Due = "due";
    public const string AuditByActor = "audit-actor";
    public const string AuditByAction = "audit-action";

    public Projection Projection => Columns is null
        ? new Projection { ProjectionType = ProjectionType.KEYS_ONLY }
        : new Projection { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = Columns };
}
