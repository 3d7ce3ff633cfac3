using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Fills, in a store of the version before, the columns, keys and counters that searches came to ask for. A head that cannot be read keeps none, and is in no answer to them.</summary>
internal static class SearchColumns
{
    /// <summary>The migration, counted from 0, after which this runs, in its transaction.</summary>
    public const int After = 1;

    private const int Batch = 1_000;

    public static void Fill(Database database)
    {
        var last = 0L;
        for (var heads = Read(database, last); heads.Count > 0; heads = Read(database, last))
        {
            foreach (var (id, head) in heads)
            {
                last = id;
                if (head is not null)
                    Write(database, id, head);
            }
        }

        CounterRows.Check(database, repair: true);
    }

    private static List<(long Id, OrderHead? Head)> Read(Database database, long after)
    {
        var heads = new List<(long, OrderHead?)>(Batch);
        var row = database.Cached("SELECT id, json FROM heads WHERE id > ?1 AND placed IS NOT NULL ORDER BY id LIMIT ?2").Begin().Add(after).Add(Batch);
        while (row.Step())
            heads.Add((row.Int64(0), Parse(row.Bytes(1))));
        row.End();
        return heads;
    }

    private static OrderHead? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.OrderHead);
        }
        catch (JsonException)
        {
            // Lists leave it out and say so in the log; a migration must not stop at it.
            return null;
        }
    }

    private static void Write(Database database, long id, OrderHead head)
    {
        var index = OrderIndex.Of(head);
        database.Cached("UPDATE heads SET error = ?2, city = ?3, variant = ?4, currency = ?5, amount = ?6 WHERE id = ?1").Begin()
            .Add(id).Add(index.ErrorCode).Add(index.City).Add(index.Variant).Add(index.Currency).Add(index.Amount).Run();
        foreach (var key in KeyNormaliser.KeysOf(head.Customer).Concat(KeyNormaliser.KeysOf(head.Tenders)))
            database.Cached("INSERT OR IGNORE INTO keys (class, value, placed, head) VALUES (?1, ?2, ?3, ?4)").Begin().Add(key.Class).Add(key.Value).Add(index.PlacedAt.UtcTicks).Add(id).Run();
    }
}
