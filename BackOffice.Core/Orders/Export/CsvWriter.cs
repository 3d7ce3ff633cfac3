using System.Buffers;
using System.Globalization;
using System.Text;

namespace BackOffice.Core.Orders.Export;

/// <summary>
/// RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are ours and stay numbers. Every line, the last one too,
/// has all columns.
/// </summary>
internal sealed class CsvWriter(bool inClear) : IExportWriter
{
    /// <summary>The first cell of the last line.</summary>
    public const string EndMark = "#end";

    public void Begin(IBufferWriter<byte> file)
    {
        file.Write("\uFEFF"u8);
        WriteLine(file, ExportColumn.All.Select(column => column.Name));
    }

    public void Write(IBufferWriter<byte> file, OrderHead order)
    {
        var isFirst = true;
        foreach (var column in ExportColumn.All)
        {
            if (!isFirst)
                file.Write(","u8);
            isFirst = false;
            if (column.Value(order) is not { Length: > 0 } value)
                continue;
            Append(file, column.IsNumber ? value : CsvText.Cell(inClear || column.Mask is null ? value : column.Mask(value)));
        }

        file.Write("\r\n"u8);
    }

    public void End(IBufferWriter<byte> file, long rows, bool isCut) => WriteLine(
        file,
        [EndMark, rows.ToString(CultureInfo.InvariantCulture), isCut ? "cut: there are more orders than an export may have" : "complete", .. Enumerable.Repeat("", ExportColumn.All.Count - 3)]);

    private static void WriteLine(IBufferWriter<byte> file, IEnumerable<string> cells)
    {
        Append(file, string.Join(',', cells.Select(CsvText.Quoted)));
        file.Write("\r\n"u8);
    }

    private static void Append(IBufferWriter<byte> file, string text) => Encoding.UTF8.GetBytes(text, file);
}
