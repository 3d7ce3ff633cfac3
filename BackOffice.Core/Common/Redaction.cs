using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackOffice.Core.Common;

/// <summary>JSON for people who need its shape and not whom it is about: personal data and secrets are masked by their names.</summary>
public static class Redaction
{
    private const string Mask = "***";

    private static readonly FrozenSet<string> s_hidden = new[]
    {
        "name", "customerName", "firstName", "lastName", "passenger", "email", "to", "phone", "userGuid", "memberNumber", "address",
        "code", "voucherCode", "codes", "token", "secret", "password", "authorization", "last4", "cardNumber",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The JSON with every value under such a name masked, however deep; of what is no JSON, its size alone.</summary>
    public static byte[] OfJson(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8) is { } node ? Encoding.UTF8.GetBytes(Redacted(node).ToJsonString()) : [.. utf8];
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["noJson"] = true, ["bytes"] = utf8.Length });
        }
    }

    private static JsonNode Redacted(JsonNode node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>())
                Redacted(item);
        }

        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (s_hidden.Contains(name) && value is not null)
                    members[name] = Mask;
                else if (value is not null)
                    Redacted(value);
            }
        }

        return node;
    }
}
