using BackOffice.Core.Backends.Embedded.Store;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>What is kept for so many days and then goes. Pending deliveries never do.</summary>
internal static class Retention
{
    private const int AtOnce = 1_000;

    /// <summary>Removes a piece of what is older; how many rows.</summary>
    public static int Forget(Database database, DateTimeOffset before)
    {
        var ticks = before.UtcTicks;
        var gone = 0;
        Run("DELETE FROM attempts WHERE delivery IN (SELECT id FROM deliveries INDEXED BY deliveries_ended WHERE ended IS NOT NULL AND ended < ?1 LIMIT ?2)", counts: false);
        Run("DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries INDEXED BY deliveries_ended WHERE ended IS NOT NULL AND ended < ?1 LIMIT ?2)");
        Run("DELETE FROM events WHERE seq IN (SELECT seq FROM events INDEXED BY events_by_taken WHERE taken < ?1 LIMIT ?2)");
        Run("DELETE FROM cause_members WHERE cause IN (SELECT id FROM causes WHERE last < ?1 LIMIT ?2)", counts: false);
        Run("DELETE FROM causes WHERE id IN (SELECT id FROM causes WHERE last < ?1 LIMIT ?2)");
        return gone;

        void Run(string sql, bool counts = true)
        {
            database.Cached(sql).Begin().Add(ticks).Add(AtOnce).Run();
            gone += counts ? database.Changes : 0;
        }
    }
}
