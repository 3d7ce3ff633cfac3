using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Intake;

/// <summary>
/// Bytes to an order, for the API and the import alike. It accepts what <c>order.schema.json</c> accepts, less what a schema cannot say; every wrong
/// field is named by its JSON pointer, and no bytes make it throw.
/// </summary>
public static class OrderRequestParser
{
    /// <summary>The largest body.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The deepest nesting.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    /// <summary>The body of POST /api/orders. The only error is <see cref="Invalid"/>, with at most 100 fields; the whole document's pointer is empty.</summary>
    public static Result<ParsedOrder> Parse(ReadOnlyMemory<byte> utf8) =>
        Read<ParsedOrder>(utf8, (root, findings) =>
        {
            if (JsonFields.Open(root, "", findings) is not { } fields)
                return null;
            var request = OrderReader.Read(fields, findings);
            fields.Close();
            return findings.Any ? null : new(request, CanonicalJson.Sha256(root));
        });

    /// <summary>One line of an import, without its line end. Errors as <see cref="Parse"/>.</summary>
    public static Result<ParsedImportLine> ParseImportLine(ReadOnlyMemory<byte> utf8) =>
        Read<ParsedImportLine>(utf8, (root, findings) =>
        {
            if (JsonFields.Open(root, "", findings) is not { } fields)
                return null;
            var key = fields.Text("key", TextRules.Key);
            var history = fields.Has("history") && fields.Object("history") is { } past ? OrderReader.ReadHistory(past) : null;
            var request = OrderReader.Read(fields, findings);
            fields.Close();
            return findings.Any ? null : new(key, request with { History = history }, CanonicalJson.Sha256(root, "key"));
        });

    /// <summary>True when the text may be an idempotency key: 1 to 200 printable ASCII characters without spaces.</summary>
    public static bool IsKey(string text) => TextRules.Key.Pattern?.IsMatch(text) == true;

    private static Result<T> Read<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, Findings, T?> read)
        where T : class
    {
        if (utf8.Length > MaxBytes)
            return new Invalid("", $"is {utf8.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes; at most {MaxBytes / 1024} kB are taken");
        if (!Utf8.IsValid(utf8.Span))
            return new Invalid("", "is not UTF-8");
        try
        {
            if (IsTooDeep(utf8.Span))
                return new Invalid("", $"is nested deeper than {MaxDepth} levels");
            using var document = JsonDocument.Parse(utf8, s_strict);
            var findings = new Findings();
            return read(document.RootElement, findings) is { } order ? order : findings.ToError();
        }
        catch (JsonException e)
        {
            return new Invalid("", string.Create(CultureInfo.InvariantCulture, $"is not JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1})"));
        }
    }

    /// <summary>Looked at first, so that the message says depth and not syntax.</summary>
    private static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxBytes });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= MaxDepth)
                return true;
        }
        return false;
    }
}
