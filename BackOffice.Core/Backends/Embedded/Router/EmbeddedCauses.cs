using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <inheritdoc cref="ICauses"/>
public sealed class EmbeddedCauses(RouterFile file) : ICauses
{
    public Task<CauseGroup> OpenAsync(string destination, string cause, DateTimeOffset first, DateTimeOffset last, TimeSpan quietFor, CancellationToken cancellationToken) => file.WriteAsync(
        database =>
        {
            var row = database.Cached("SELECT id, last, closed, ticket, before, recorded FROM causes WHERE destination = ?1 AND cause = ?2 ORDER BY last DESC, id DESC LIMIT 1")
                .Begin().Add(destination).Add(cause);
            string? before = null;
            if (row.Step())
            {
                var (id, newest, closed, ticket) = (row.Text(0), row.Int64(1), row.Int64(2) != 0, row.TextOrNull(3));
                var (earlier, recorded) = (row.TextOrNull(4), row.IsNull(5) ? (DateTimeOffset?)null : SubjectReads.Time(row.Int64(5)));
                row.End();
                if (!closed && first.UtcTicks - newest <= quietFor.Ticks)
                {
                    database.Cached("UPDATE causes SET last = max(last, ?2) WHERE id = ?1").Begin().Add(id).Add(last.UtcTicks).Run();
                    return new CauseGroup(id, IsNew: false, ticket, earlier, recorded, Members(database, id));
                }

                before = closed ? ticket : null;
            }

            row.End();
            var fresh = Guid.CreateVersion7().ToString();
            database.Cached("INSERT INTO causes (id, destination, cause, last, closed, before) VALUES (?1, ?2, ?3, ?4, 0, ?5)")
                .Begin().Add(fresh).Add(destination).Add(cause).Add(last.UtcTicks).Add(before).Run();
            return new CauseGroup(fresh, IsNew: true, null, before, null, 0);
        },
        cancellationToken);

    public Task<IReadOnlySet<string>> KnownAsync(string group, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => file.ReadAsync<IReadOnlySet<string>>(
        database =>
        {
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var key in keys)
            {
                var row = database.Cached("SELECT 1 FROM cause_members WHERE cause = ?1 AND key = ?2").Begin().Add(group).Add(key);
                if (row.Step())
                    known.Add(key);
                row.End();
            }

            return known;
        },
        cancellationToken);

    public Task RecordAsync(string group, string ticket, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken) => file.WriteAsync(
        database =>
        {
            database.Cached("UPDATE causes SET ticket = ?2, recorded = ?3 WHERE id = ?1").Begin().Add(group).Add(ticket).Add(now.UtcTicks).Run();
            foreach (var key in keys)
                database.Cached("INSERT INTO cause_members (cause, key) VALUES (?1, ?2) ON CONFLICT DO NOTHING").Begin().Add(group).Add(key).Run();
            return keys.Count;
        },
        cancellationToken);

    public Task CloseAsync(string group, CancellationToken cancellationToken) => file.WriteAsync(
        database =>
        {
            database.Cached("UPDATE causes SET closed = 1 WHERE id = ?1").Begin().Add(group).Run();
            return database.Changes;
        },
        cancellationToken);

    private static int Members(Database database, string group)
    {
        var row = database.Cached("SELECT count(*) FROM cause_members WHERE cause = ?1").Begin().Add(group);
        row.Step();
        var count = (int)row.Int64(0);
        row.End();
        return count;
    }
}
