using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>What a commit must know of the head that is there.</summary>
internal sealed record StoredRow(long Id, long Version, long? Placed, long? Headline, long? Path, string? Step)
{
    public static StoredRow? Find(Database database, SubjectId subject)
    {
        var row = database.Cached("SELECT id, version, placed, headline, path, step FROM heads WHERE subject = ?1").Begin().Add(subject.Value);
        var found = row.Step() ? new StoredRow(row.Int64(0), row.Int64(1), Number(row, 2), Number(row, 3), Number(row, 4), row.TextOrNull(5)) : null;
        row.End();
        return found;
    }

    /// <summary>True when no index would change.</summary>
    public bool IsListedAs(OrderIndex index) =>
        Placed == index.PlacedAt.UtcTicks && Headline == (long)index.Headline && Path == (long)index.Path && Step == index.Step;

    private static long? Number(Statement row, int column) => row.IsNull(column) ? null : row.Int64(column);
}
