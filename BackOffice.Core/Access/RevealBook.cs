using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Access;

/// <summary>
/// Counts and audits every look at something in clear before it is shown, a person and a day. Over <see cref="UsualADay"/> it is reported: audit, counter, event
/// and log. Over <see cref="MostAnHour"/> it is refused. What was seen is never written down.
/// </summary>
public sealed partial class RevealBook(IStore store, TimeProvider clock, ILogger<RevealBook> logger)
{
    public const int UsualADay = 30;
    public const int MostAnHour = 60;
    public static readonly TimeSpan Shown = TimeSpan.FromSeconds(60);
    private const int Remembered = 20;
    private const int Tries = 20;

    /// <param name="actor">Its permission was checked.</param>
    /// <param name="commandId">1 to 64 characters; the same again within its minute is the same look.</param>
    /// <param name="order">Whose data.</param>
    /// <param name="what"><c>customer</c>, or a voucher's id.</param>
    /// <param name="reasonCode">Why.</param>
    /// <param name="reason">The rest of why, 1 to 500 characters.</param>
    /// <param name="cancellationToken">Until the look is written.</param>
    public async Task<Result<RevealTaken>> TakeAsync(
        Actor actor, string commandId, OrderId order, string what, RevealReason reasonCode, string reason, CancellationToken cancellationToken)
    {
        if (CommandChecks.Of(commandId, reason) is { } invalid)
            return invalid;
        var subject = SubjectOf(actor);
        for (var attempt = 1; ; attempt++)
        {
            var stored = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
            var head = stored is null ? null : JsonSerializer.Deserialize(stored.Json.Span, RevealJson.Default.RevealHead);
            var now = clock.GetUtcNow();
            if (head?.Newest.FirstOrDefault(row => row.CommandId == commandId) is { } known)
            {
                return known.Order == order.Value && known.What == what && now < known.At + Shown
                    ? new RevealTaken(known.At + Shown, head.InDay, head.InDay > UsualADay)
                    : new Rejected("reveal.over", "This look is over. Ask again, with a reason.");
            }

            var next = Next(head, now, new RevealRow(commandId, order.Value, what, now));
            if (next.InHour > MostAnHour)
                return new Throttled("reveal.too-many", $"More than {MostAnHour} looks in an hour. Wait, and ask a lead if your work needs more.", NextHour(now) - now);
            var committed = await store.CommitAsync(ChangeOf(subject, next, actor, order, what, reasonCode, reason.Trim(), now), cancellationToken).ConfigureAwait(false);
            if (committed.IsSuccess)
            {
                if (next.InDay == UsualADay + 1)
                    LogMany(logger, actor.Id, UsualADay);
                return new RevealTaken(now + Shown, next.InDay, next.InDay > UsualADay);
            }

            if (committed.Error is not Conflict || attempt == Tries)
                return committed.Error;
        }
    }

    private static RevealHead Next(RevealHead? head, DateTimeOffset now, RevealRow row)
    {
        var (day, hour) = (now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), OrderCounters.HourOf(now));
        return new RevealHead
        {
            Version = (head?.Version ?? 0) + 1, Day = day, Hour = hour, Audit = head?.Audit ?? AuditHead.None,
            InDay = head?.Day == day ? head.InDay + 1 : 1,
            InHour = head?.Hour == hour ? head.InHour + 1 : 1,
            Newest = [.. (head?.Newest ?? []).TakeLast(Remembered - 1), row],
        };
    }

    private static ChangeSet ChangeOf(
        SubjectId subject, RevealHead head, Actor actor, OrderId order, string what, RevealReason reasonCode, string reason, DateTimeOffset now)
    {
        var many = head.InDay == UsualADay + 1;
        List<AuditRecord> audit = [];
        var chain = head.Audit;
        Add(AuditActions.CustomerRevealed, reason, FormattableString.Invariant($"{(what == "customer" ? "Customer" : "Voucher " + what)} of order {order}, {reasonCode}. Look {head.InDay} of the day."));
        if (many)
            Add(AuditActions.RevealsMany, null, FormattableString.Invariant($"More than {UsualADay} looks in a day."));
        var counters = new Dictionary<string, long> { [OrderCounters.Happened("reveal", now)] = 1 };
        if (many)
            counters[OrderCounters.Happened("reveals-many", now)] = 1;
        return new ChangeSet
        {
            Subject = subject, ExpectedVersion = head.Version - 1, Audit = audit, Counters = counters, Events = many ? [Notice(subject, head.InDay, now)] : [],
            Head = JsonSerializer.SerializeToUtf8Bytes(head with { Audit = chain }, RevealJson.Default.RevealHead),
        };

        void Add(string action, string? because, string note)
        {
            (var record, chain) = AuditChain.Append(chain, subject, head.Version, actor, action, now, head.Newest[^1].CommandId, because, null, note);
            audit.Add(record);
        }
    }

    /// <summary>For routing: somebody has looked at more personal data in a day than is usual. It names nobody whose data it was.</summary>
    private static OutboxEvent Notice(SubjectId subject, int inDay, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(96);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("subject", subject.Value);
            json.WriteNumber("looks", inDay);
            json.WriteEndObject();
        }

        return new OutboxEvent(Topics.DomainEvents, subject.Value, "backoffice.access", "Reveals Unusually Many", Guid.CreateVersion7().ToString(), now, buffer.WrittenMemory.ToArray());
    }

    /// <summary>A digest of the actor's id: an issuer's address and a subject would not fit every store's key.</summary>
    internal static SubjectId SubjectOf(Actor actor) => new("reveals/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(actor.Id)).AsSpan(0, 12)));

    private static DateTimeOffset NextHour(DateTimeOffset now) => new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, now.Offset).AddHours(1);

    [LoggerMessage(1110, LogLevel.Warning, "{Actor} looked at personal data more than {Usual} times today")]
    private static partial void LogMany(ILogger logger, string actor, int usual);
}
