using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Editing;

/// <summary>
/// A pattern as rows and back, without loss: rows that were read and are written again match the same events, and what no row expresses is a <see cref="JsonRow"/>.
/// Patterns that cannot be compiled have rows too, so that they can be mended there.
/// </summary>
public static class PatternRows
{
    /// <summary>The rows in the order of the text.</summary>
    /// <returns>Or the pattern's refusal, for a text that is no JSON object.</returns>
    public static Result<IReadOnlyList<PatternRow>> Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = PatternLimits.PatternDepth });
            if (json.RootElement.ValueKind is JsonValueKind.Object)
                return RowReader.Read(json.RootElement).ToList();
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // The parser says what is wrong, and where.
        }

        return EventPattern.Parse(text).Error ?? new Rejected("pattern.no-rows", "This pattern can be shown as JSON alone.");
    }

    /// <summary>The pattern of the rows, indented; without white space when it would be too long otherwise.</summary>
    public static string Write(IReadOnlyList<PatternRow> rows)
    {
        var text = RowWriter.Write(rows);
        return text.Length > PatternLimits.Characters ? Compact(text) : text;
    }

    private static string Compact(string text)
    {
        using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = PatternLimits.EventDepth });
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(text.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = PatternLimits.EventDepth }))
            json.RootElement.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
