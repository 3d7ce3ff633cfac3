using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>What a commit must know of the head that is there.</summary>
internal sealed record StoredRow(long Id, long Version, long? Placed)
{
    private long? Headline { get; init; }

    private long? Path { get; init; }

    private long? Amount { get; init; }

    private string? Step { get; init; }

    private string? Error { get; init; }

    private string? City { get; init; }

    private string? Variant { get; init; }

    private string? Currency { get; init; }

    public static StoredRow? Find(Database database, SubjectId subject)
    {
        var row = database.Cached("SELECT id, version, placed, headline, path, amount, step, error, city, variant, currency FROM heads WHERE subject = ?1").Begin().Add(subject.Value);
        var found = row.Step()
            ? new StoredRow(row.Int64(0), row.Int64(1), Number(row, 2))
            {
                Headline = Number(row, 3), Path = Number(row, 4), Amount = Number(row, 5), Step = row.TextOrNull(6), Error = row.TextOrNull(7),
                City = row.TextOrNull(8), Variant = row.TextOrNull(9), Currency = row.TextOrNull(10),
            }
            : null;
        row.End();
        return found;
    }

    /// <summary>True when no index would change but that of the last change.</summary>
    public bool IsListedAs(OrderIndex index) =>
        Placed == index.PlacedAt.UtcTicks && Headline == (long)index.Headline && Path == (long)index.Path && Step == index.Step
        && Amount == index.Amount && Error == index.ErrorCode && City == index.City && Variant == index.Variant && Currency == index.Currency;

    private static long? Number(Statement row, int column) => row.IsNull(column) ? null : row.Int64(column);
}
