using System.Globalization;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>
/// The bodies of Zendesk's ticket API (developer docs, "Tickets"): a new ticket, and a comment on one. Comments are never public. What a rule's transformer
/// gives as an object with known members decides subject, text, priority, tags and the like; without one there are plain words.
/// </summary>
internal static class ZendeskTicket
{
    /// <summary>Orders named in one text; beyond them their number stands.</summary>
    private const int Named = 50;

    private static readonly string[] s_taken = ["subject", "priority", "type", "tags", "group_id", "assignee_id", "brand_id", "ticket_form_id", "requester", "requester_id", "custom_fields"];

    /// <summary>Body of POST /api/v2/tickets.json.</summary>
    /// <param name="group">Its id becomes <c>external_id</c>.</param>
    /// <param name="parcels">Of one cause, oldest first; the first gives the ticket its fields.</param>
    public static byte[] Create(CauseGroup group, IReadOnlyList<Parcel> parcels) => Write(json =>
    {
        using var given = JsonDocument.Parse(parcels[0].Body);
        var fields = FieldsOf(given.RootElement);
        var words = Cause.Words(parcels[0].Cause);
        foreach (var (name, value) in fields)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        if (!fields.ContainsKey("subject"))
            json.WriteString("subject", words.Length > 0 ? $"Orders fail: {words}" : $"{parcels[0].Rule}: {parcels[0].Key}");
        if (!fields.ContainsKey("type"))
            json.WriteString("type", "problem");
        if (!fields.ContainsKey("tags"))
        {
            json.WriteStartArray("tags");
            json.WriteStringValue("backoffice");
            json.WriteEndArray();
        }

        json.WriteString("external_id", group.Id);
        if (group.Before is { } before && long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            json.WriteNumber("via_followup_source_id", number);
        Comment(json, Text(given.RootElement, parcels, opens: true, parcels.Count));
    });

    /// <summary>Body of PUT /api/v2/tickets/ID.json: another comment.</summary>
    /// <param name="parcels">Orders that the ticket does not tell of yet, oldest first.</param>
    /// <param name="members">How many it tells of before.</param>
    public static byte[] Note(IReadOnlyList<Parcel> parcels, int members) =>
        Write(json => Comment(json, Text(null, parcels, opens: false, members + parcels.Count)));

    private static byte[] Write(Action<Utf8JsonWriter> ticket)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("ticket");
            ticket(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Comment(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("comment");
        json.WriteString("body", text);
        json.WriteBoolean("public", false);
        json.WriteEndObject();
    }

    private static string Text(JsonElement? given, IReadOnlyList<Parcel> parcels, bool opens, int all)
    {
        var text = new StringBuilder();
        if (given is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("body", out var own) && own.ValueKind is JsonValueKind.String)
            text.Append(own.GetString()).Append("\n\n");
        var orders = parcels.Select(parcel => parcel.Key).Distinct(StringComparer.Ordinal).ToList();
        text.Append(CultureInfo.InvariantCulture, $"{(opens ? "" : "More of the same. ")}{orders.Count} {(orders.Count == 1 ? "order" : "orders")}{(opens ? "" : FormattableString.Invariant($", {all} in all"))}:\n");
        text.AppendJoin('\n', orders.Take(Named));
        if (orders.Count > Named)
            text.Append(CultureInfo.InvariantCulture, $"\nand {orders.Count - Named} more");
        return text.ToString();
    }

    /// <summary>An event itself is no ticket: only members that a ticket has are taken, and a tag list is one.</summary>
    private static Dictionary<string, JsonElement> FieldsOf(JsonElement given) => given.ValueKind is not JsonValueKind.Object || given.TryGetProperty("detail-type", out _)
        ? []
        : given.EnumerateObject().Where(member => s_taken.Contains(member.Name)).GroupBy(member => member.Name).ToDictionary(group => group.Key, group => group.Last().Value.Clone());
}
