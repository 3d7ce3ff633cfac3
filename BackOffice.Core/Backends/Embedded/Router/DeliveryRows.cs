using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>What deliveries do inside a transaction.</summary>
internal static class DeliveryRows
{
    private const int Pending = (int)DeliveryState.Pending;
    private const int Delivered = (int)DeliveryState.Delivered;
    private const int Dead = (int)DeliveryState.Dead;
    private const int Discarded = (int)DeliveryState.Discarded;
    private const int DiscardedAtOnce = 200;

    /// <summary>The dead letters of a selection that the command of ?4 has not taken yet.</summary>
    private const string Selected = " WHERE state = 2 AND rule = ?1 AND target = ?2 AND error = ?3 AND again IS NOT ?4 AND (?5 IS NULL OR ended <= ?5) AND (?6 IS NULL OR id = ?6)";

    /// <summary>Makes the delivery of an event to a target, unless it was made before. What cannot be rendered is a dead letter with its cause, never nothing.</summary>
    public static bool Insert(Database database, string rule, LiveTarget live, RecordedEvent e, ReadOnlyMemory<byte> json, string replay, DateTimeOffset now)
    {
        var target = live.Target;
        var rendered = live.Input.Render(json, rule, e.TakenAt);
        var error = rendered.Error?.Code;
        if (live.Destination is null && error is null)
            error = "Destination.Missing";
        database.Cached("""
            INSERT INTO deliveries (event, replay, rule, target, destination, key, cause, dead_letter, retries, max_age, happened, taken, state, tries, base, next, ended, error, message, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, 0, ?14, ?15, ?16, ?17, ?18) ON CONFLICT DO NOTHING
            """).Begin().Add(e.Id).Add(replay).Add(rule).Add(target.Id).Add(target.Destination).Add(e.Key).Add(CauseOf(live, json)).Add(target.DeadLetter)
            .Add(target.Retry.MaximumRetryAttempts).Add(target.Retry.MaximumEventAgeInSeconds).Add(e.Time.UtcTicks).Add(now.UtcTicks)
            .Add(error is null ? Pending : Dead).Add(error is null ? now.UtcTicks : null).Add(error is null ? null : now.UtcTicks).Add(error)
            .Add(rendered.Error?.Message ?? (error is null ? null : $"There is no destination {target.Destination} in the configuration."))
            .AddBlob(rendered.IsSuccess ? rendered.Value : json.Span).Run();
        return database.Changes > 0;
    }

    /// <summary>What is due at a destination, oldest first.</summary>
    public static List<DueDelivery> Due(Database database, string destination, DateTimeOffset now, int limit)
    {
        var rows = database.Cached("""
            SELECT id, event, key, rule, target, tries, base, happened, cause, body, replay, taken, retries, max_age FROM deliveries INDEXED BY deliveries_due
            WHERE destination = ?1 AND state = 0 AND next <= ?2 ORDER BY next, id LIMIT ?3
            """).Begin().Add(destination).Add(now.UtcTicks).Add((long)limit);
        var due = new List<DueDelivery>();
        while (rows.Step())
        {
            due.Add(new DueDelivery(
                new Parcel(
                    rows.Int64(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4), (int)rows.Int64(5) + 1, SubjectReads.Time(rows.Int64(7)), rows.Text(8),
                    rows.Bytes(9).ToArray(), rows.Text(10)),
                (int)(rows.Int64(5) - rows.Int64(6)),
                SubjectReads.Time(rows.Int64(11)),
                new RetryPolicy((int)rows.Int64(12), (int)rows.Int64(13))));
        }

        rows.End();
        return due;
    }

    /// <summary>Writes a call and what it means for the delivery.</summary>
    public static void Record(Database database, DueDelivery due, SendOutcome outcome, DateTimeOffset startedAt, DateTimeOffset now, DateTimeOffset? next)
    {
        var id = due.Parcel.Id;
        switch (outcome)
        {
            case SendLater later:
                database.Cached("UPDATE deliveries SET next = ?2, message = ?3 WHERE id = ?1").Begin().Add(id).Add(later.Until.UtcTicks).Add(later.Message).Run();
                return;
            case SendDone done:
                Attempt(database, due, startedAt, now, done.Status, null, done.Message, done.Answer);
                // What was sent is needed no more: from here on only its redacted form is kept.
                database.Cached("UPDATE deliveries SET state = ?2, tries = tries + 1, next = NULL, ended = ?3, status = ?4, error = NULL, message = ?5, body = ?6 WHERE id = ?1")
                    .Begin().Add(id).Add(Delivered).Add(now.UtcTicks).Add((long?)done.Status).Add(done.Message).AddBlob(EventRedaction.Of(due.Parcel.Body.Span)).Run();
                return;
            case SendFailed failed:
                Attempt(database, due, startedAt, now, failed.Status, failed.Code, failed.Message, failed.Answer);
                database.Cached("UPDATE deliveries SET state = ?2, tries = tries + 1, next = ?3, ended = ?4, status = ?5, error = ?6, message = ?7 WHERE id = ?1")
                    .Begin().Add(id).Add(next is null ? Dead : Pending).Add(next?.UtcTicks).Add(next is null ? now.UtcTicks : null).Add((long?)failed.Status).Add(failed.Code).Add(failed.Message).Run();
                return;
            default:
                throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome of a call.");
        }
    }

    /// <summary>Makes dead letters pending again; how many the command has taken in all.</summary>
    public static int Redrive(Database database, DeadSelection letters, string commandId, DateTimeOffset now)
    {
        Select(database, "UPDATE deliveries SET state = 0, base = tries, taken = ?7, next = ?7, ended = NULL, again = ?4" + Selected, letters, commandId).Add(now.UtcTicks).Run();
        return Taken(database, commandId);
    }

    /// <summary>Makes some dead letters discarded ones, their bodies masked; how many.</summary>
    public static int Discard(Database database, DeadSelection letters, string commandId)
    {
        var rows = Select(database, "SELECT id, body FROM deliveries" + Selected + " LIMIT ?7", letters, commandId).Add((long)DiscardedAtOnce);
        var found = new List<(long Id, byte[] Body)>();
        while (rows.Step())
            found.Add((rows.Int64(0), rows.Bytes(1).ToArray()));
        rows.End();
        foreach (var (id, body) in found)
            database.Cached("UPDATE deliveries SET state = ?2, again = ?3, body = ?4 WHERE id = ?1").Begin().Add(id).Add(Discarded).Add(commandId).AddBlob(EventRedaction.Of(body)).Run();
        return found.Count;
    }

    /// <summary>How many dead letters a command has taken that no other has since.</summary>
    public static int Taken(Database database, string commandId)
    {
        var row = database.Cached("SELECT count(*) FROM deliveries INDEXED BY deliveries_again WHERE again = ?1").Begin().Add(commandId);
        row.Step();
        var taken = (int)row.Int64(0);
        row.End();
        return taken;
    }

    /// <summary>Deliveries to destinations that the configuration has no more become dead letters; how many.</summary>
    public static int GiveUpMissing(Database database, IReadOnlyCollection<string> destinations, DateTimeOffset now)
    {
        var gone = new List<string>();
        var rows = database.Cached("SELECT DISTINCT destination FROM deliveries INDEXED BY deliveries_due WHERE state = 0").Begin();
        while (rows.Step())
            gone.Add(rows.Text(0));
        rows.End();
        var given = 0;
        foreach (var name in gone.Where(name => !destinations.Contains(name)))
        {
            database.Cached("UPDATE deliveries SET state = 2, next = NULL, ended = ?2, error = 'Destination.Missing', message = ?3 WHERE destination = ?1 AND state = 0")
                .Begin().Add(name).Add(now.UtcTicks).Add($"There is no destination {name} in the configuration.").Run();
            given += database.Changes;
        }

        return given;
    }

#if DEBUG
    /// <summary>For a deliberate mistake: what is on its way counts as delivered.</summary>
    public static int Claim(Database database, DueDelivery due)
    {
        database.Cached("UPDATE deliveries SET state = 1 WHERE id = ?1").Begin().Add(due.Parcel.Id).Run();
        return database.Changes;
    }
#endif

    private static Statement Select(Database database, string sql, DeadSelection letters, string commandId) =>
        database.Cached(sql).Begin().Add(letters.Rule).Add(letters.Target).Add(letters.ErrorCode).Add(commandId).Add(letters.Until?.UtcTicks).Add(letters.Delivery);

    private static void Attempt(Database database, DueDelivery due, DateTimeOffset startedAt, DateTimeOffset now, int? status, string? error, string? message, string? answer) =>
        database.Cached("INSERT INTO attempts (delivery, number, at, took, status, error, message, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .Begin().Add(due.Parcel.Id).Add(due.Parcel.Attempt).Add(startedAt.UtcTicks).Add((now - startedAt).Ticks).Add((long?)status).Add(error).Add(message).Add(answer).Run();

    private static string CauseOf(LiveTarget live, ReadOnlyMemory<byte> json) =>
        live.Destination is { Kind: DestinationKind.Zendesk } destination ? Cause.Of(json, destination.Groups) : "";
}

/// <summary>A delivery whose time has come.</summary>
/// <param name="Parcel">What is sent.</param>
/// <param name="Tries">Calls so far, since it was taken or redriven.</param>
/// <param name="TakenAt">UTC.</param>
/// <param name="Retry">The target's.</param>
internal sealed record DueDelivery(Parcel Parcel, int Tries, DateTimeOffset TakenAt, RetryPolicy Retry);
