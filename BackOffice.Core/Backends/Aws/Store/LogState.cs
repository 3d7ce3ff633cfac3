using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>How far the journal is folded, and by whom.</summary>
/// <param name="Outbox">The last place given in the outbox.</param>
/// <param name="Audit">The last place given in the audit log.</param>
/// <param name="Folds">How often it was folded: what the next fold must find.</param>
internal sealed record LogState(long Outbox, long Audit, long Folds, string? Owner, DateTimeOffset Until)
{
    public static LogState Of(Item? item) => item is null
        ? new LogState(0, 0, 0, null, DateTimeOffset.MinValue)
        : new LogState(
            item.Number(Attributes.Outbox), item.Number(Attributes.Audit), item.Number(Attributes.Value), item.Text(Attributes.Owner), HeadItem.Moment(item.Number(Attributes.Until)));

    public bool MayBeFoldedBy(string owner, DateTimeOffset now) => Owner is null || Owner == owner || Until < now;
}
