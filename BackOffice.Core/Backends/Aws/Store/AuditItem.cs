using BackOffice.Core.Audit;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>An audit entry's item.</summary>
internal static class AuditItem
{
    public static StoredAudit Read(Item item)
    {
        var detail = item.Bytes(Attributes.Detail);
        return new StoredAudit(
            item.NumberOrNull(Attributes.Sequence) ?? 0,
            AuditCanonical.ReadEntry(item.Bytes(Attributes.Entry), Convert.ToHexStringLower(item.Bytes(Attributes.Hash))),
            detail.Length == 0 ? null : AuditCanonical.ReadDetail(detail));
    }
}
