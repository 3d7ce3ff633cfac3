using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>
/// Tickets at Zendesk, one a cause. The first event of a cause opens its ticket; those that follow are told in comments, at most one so often, until the cause
/// was quiet for long enough. A ticket is opened under an Idempotency-Key that is the group's, and looked up by <c>external_id</c> whenever an earlier try
/// may have arrived, since the keys live some two hours.
/// </summary>
internal sealed class ZendeskSender(string name, DestinationOptions options, OutboundHttp http, ISecrets secrets, ICauses causes, TimeProvider clock) : IDestinationSender
{
    public int BatchSize => 1_000;

    public async Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        var outcomes = new SendOutcome[parcels.Count];
        if (secrets.Find(options.Secret ?? "") is not { Length: > 0 } token)
        {
            Array.Fill(outcomes, new SendFailed("Secret.Missing", $"The setting {options.Secret} holds no API token.", MayPass: true));
            return outcomes;
        }

        SendFailed? stop = null;
        foreach (var group in parcels.Select((parcel, at) => (parcel, at)).GroupBy(item => item.parcel.Cause, StringComparer.Ordinal))
        {
            var items = group.ToList();
            // The account is throttled, not the cause: the others wait too.
            if (stop is { RetryAfter: { } wait })
            {
                items.ForEach(item => outcomes[item.at] = new SendLater(clock.GetUtcNow() + wait, "Zendesk asked to wait."));
                continue;
            }

            var told = await TellAsync([.. items.Select(item => item.parcel)], token, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < items.Count; i++)
                outcomes[items[i].at] = told[i];
            stop = told.OfType<SendFailed>().FirstOrDefault(failed => failed.Status == 429) ?? stop;
        }

        return outcomes;
    }

    /// <summary>The parcels of one cause.</summary>
    private async Task<IReadOnlyList<SendOutcome>> TellAsync(IReadOnlyList<Parcel> parcels, string token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var group = await causes.OpenAsync(
            name, parcels[0].Cause, parcels.Min(parcel => parcel.HappenedAt), parcels.Max(parcel => parcel.HappenedAt), options.QuietFor, cancellationToken).ConfigureAwait(false);
        var known = await causes.KnownAsync(group.Id, [.. parcels.Select(parcel => parcel.Key).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        List<Parcel> fresh = [.. parcels.Where(parcel => !known.Contains(parcel.Key)).DistinctBy(parcel => parcel.Key)];
        SendOutcome outcome;
        if (fresh.Count == 0)
            outcome = Told(group.Ticket, "tells of this order already");
        else if (group.Ticket is { } ticket)
            outcome = await CommentAsync(group, ticket, fresh, token, now, cancellationToken).ConfigureAwait(false);
        else
            outcome = await OpenAsync(group, fresh, token, cancellationToken).ConfigureAwait(false);
        return [.. parcels.Select(parcel => known.Contains(parcel.Key) ? Told(group.Ticket, "tells of this order already") : outcome)];
    }

    private async Task<SendOutcome> OpenAsync(CauseGroup group, IReadOnlyList<Parcel> fresh, string token, CancellationToken cancellationToken)
    {
        if (!group.IsNew)
        {
            // An earlier try may have opened it: its answer was lost, or the process died.
            var (looked, found) = await http.CallAsync(() => Request(HttpMethod.Get, $"/api/v2/tickets.json?external_id={Uri.EscapeDataString(group.Id)}", null, token), options.Timeout, cancellationToken).ConfigureAwait(false);
            if (looked is not SendDone)
                return looked;
            if (FirstTicket(found) is { } there)
            {
                // Which orders the lost call told of is not known: they are told again, in a comment at once.
                await causes.RecordAsync(group.Id, there, [], clock.GetUtcNow() - options.CommentEvery, cancellationToken).ConfigureAwait(false);
                return new SendLater(clock.GetUtcNow(), $"Ticket {there} was opened by a try whose answer was lost.");
            }
        }

        var (outcome, body) = await http.CallAsync(
            () =>
            {
                var request = Request(HttpMethod.Post, "/api/v2/tickets.json", ZendeskTicket.Create(group, fresh), token);
                request.Headers.TryAddWithoutValidation("Idempotency-Key", group.Id);
                return request;
            },
            options.Timeout, cancellationToken).ConfigureAwait(false);
        if (outcome is not SendDone done)
            return outcome;
        if (TicketOf(body) is not { } ticket)
            return new SendFailed("Answer.Unusable", "Zendesk took the ticket and its answer names none. It is looked up at the next try.", MayPass: true, done.Status, null, done.Answer);
        await causes.RecordAsync(group.Id, ticket, [.. fresh.Select(parcel => parcel.Key)], clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        return done with { Message = $"Ticket {ticket} was opened." };
    }

    private async Task<SendOutcome> CommentAsync(CauseGroup group, string ticket, IReadOnlyList<Parcel> fresh, string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (group.RecordedAt is { } last && last + options.CommentEvery > now)
            return new SendLater(last + options.CommentEvery, $"Told with others in the next comment on ticket {ticket}.");
        var outcome = await http.SendAsync(() => Request(HttpMethod.Put, $"/api/v2/tickets/{ticket}.json", ZendeskTicket.Note(fresh, group.Members), token), options.Timeout, cancellationToken).ConfigureAwait(false);
        if (outcome is SendFailed { Status: 404 or 422 })
        {
            // Closed for good, or removed: the cause goes on in a follow-up.
            await causes.CloseAsync(group.Id, CancellationToken.None).ConfigureAwait(false);
            return new SendLater(now, $"Ticket {ticket} takes no more comments; another is opened.");
        }

        if (outcome is not SendDone done)
            return outcome;
        await causes.RecordAsync(group.Id, ticket, [.. fresh.Select(parcel => parcel.Key)], clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        return done with { Message = $"Ticket {ticket} tells of it." };
    }

    private static SendDone Told(string? ticket, string how) => new(null, $"Ticket {ticket} {how}.");

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body, string token)
    {
        var request = new HttpRequestMessage(method, options.Url?.TrimEnd('/') + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}/token:{token}")));
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("BackOffice");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    private static string? TicketOf(string body) => Read(body, root => root.TryGetProperty("ticket", out var ticket) ? IdOf(ticket) : null);

    private static string? FirstTicket(string body) => Read(body, root => root.TryGetProperty("tickets", out var tickets) && tickets.ValueKind is JsonValueKind.Array
        ? tickets.EnumerateArray().Select(IdOf).FirstOrDefault(id => id is not null)
        : null);

    private static string? IdOf(JsonElement ticket) => ticket.ValueKind is JsonValueKind.Object && ticket.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.Number ? id.GetRawText() : null;

    private static string? Read(string body, Func<JsonElement, string?> find)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind is JsonValueKind.Object ? find(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
