using System.Text;
using System.Text.Json.Nodes;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Intake;

namespace BackOffice.Tests.Core.Intake;

/// <summary>A full, good order as JSON, to be spoiled one way at a time.</summary>
internal static class Orders
{
    public static JsonObject Full() => Parse(
        """
        {
          "kind": "DealVoucher", "brand": "gilt-city", "channel": "ios", "locale": "pt-BR",
          "externalRefs": [{ "system": "cart", "value": "C-1" }, { "system": "legacy-batch", "value": "77" }],
          "customer": { "userGuid": "8d1f-A", "name": "Zoë Invented", "email": "zoe+review@example.test", "phone": "+1 (212) 555-0100" },
          "lines": [
            { "city": "New York", "offerId": "SPA-1", "unitId": "adult", "merchantId": "m.7", "title": "Spa day", "quantity": 2,
              "unitPrice": { "minor": 8900, "unit": "USD" }, "promoValue": { "minor": 12000, "unit": "USD" }, "promoExpiresAt": "2027-01-31T23:59:59-05:00" },
            { "city": "miami", "offerId": "DIN-2", "unitId": "table", "title": "Dinner for two", "quantity": 1, "unitPrice": { "minor": 1, "unit": "USD" } }
          ],
          "tenders": [{ "kind": "Card", "token": "tok_ok", "brand": "visa", "last4": "4242", "amount": { "minor": 17801, "unit": "USD" } }]
        }
        """);

    public static JsonObject Line()
    {
        var line = Full();
        line["key"] = "2025/000001";
        line["history"] = Parse("""{ "placedAt": "2025-05-01T10:00:00Z", "headline": "done" }""");
        return line;
    }

    public static JsonObject Parse(string json) => JsonNode.Parse(json)?.AsObject() ?? throw new InvalidOperationException("not an object");

    public static Result<ParsedOrder> Read(JsonNode order) => Read(order.ToJsonString());

    public static Result<ParsedOrder> Read(string json) => OrderRequestParser.Parse(Encoding.UTF8.GetBytes(json));

    public static Result<ParsedImportLine> ReadLine(JsonNode line) => OrderRequestParser.ParseImportLine(Encoding.UTF8.GetBytes(line.ToJsonString()));

    /// <summary>Pointers of what is wrong; empty when nothing is.</summary>
    public static IReadOnlyList<string> Wrong<T>(Result<T> result) =>
        result.IsSuccess ? [] : [.. Assert.IsType<Invalid>(result.Error).Fields.Select(field => field.Field)];

    /// <summary>Sets, or with <paramref name="json"/> null removes, what the pointer names.</summary>
    public static JsonObject With(this JsonObject order, string pointer, string? json)
    {
        var steps = pointer.Split('/').Skip(1).ToList();
        JsonNode at = order;
        foreach (var step in steps[..^1])
            at = (at is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at[step]) ?? throw new InvalidOperationException(pointer);
        var last = steps[^1];
        if (at is JsonArray items)
        {
            var index = last == "-" ? items.Count : int.Parse(last, System.Globalization.CultureInfo.InvariantCulture);
            if (index < items.Count)
                items.RemoveAt(index);
            if (json is not null)
                items.Insert(index, JsonNode.Parse(json));
        }
        else if (json is null)
            at.AsObject().Remove(last);
        else
            at.AsObject()[last] = JsonNode.Parse(json);
        return order;
    }
}
