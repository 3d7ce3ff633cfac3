using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BackOffice.Core.Orders.Export;

/// <summary>One object a line with the CSV's columns; what an order has not is left out.</summary>
internal sealed class JsonLinesWriter(bool inClear) : IExportWriter
{
    /// <summary>The one member of the last line.</summary>
    public const string EndMember = "end";

    // A file of its own, never part of a page: letters of all languages stay readable.
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Begin(IBufferWriter<byte> file)
    {
        // The first line is an order already.
    }

    public void Write(IBufferWriter<byte> file, OrderHead order)
    {
        using (var json = new Utf8JsonWriter(file, s_readable))
        {
            json.WriteStartObject();
            foreach (var column in ExportColumn.All)
            {
                if (column.Value(order) is not { } value)
                    continue;
                json.WritePropertyName(column.Name);
                if (column.IsNumber)
                    json.WriteRawValue(value);
                else
                    json.WriteStringValue(inClear || column.Mask is null ? value : column.Mask(value));
            }

            json.WriteEndObject();
        }

        file.Write("\n"u8);
    }

    public void End(IBufferWriter<byte> file, long rows, bool isCut)
    {
        using (var json = new Utf8JsonWriter(file, s_readable))
        {
            json.WriteStartObject();
            json.WriteStartObject(EndMember);
            json.WriteNumber("rows", rows);
            json.WriteBoolean("cut", isCut);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        file.Write("\n"u8);
    }
}
