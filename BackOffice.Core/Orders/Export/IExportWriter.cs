using System.Buffers;

namespace BackOffice.Core.Orders.Export;

/// <summary>A file's lines. Each call appends whole lines.</summary>
internal interface IExportWriter
{
    /// <summary>What stands before the first order.</summary>
    void Begin(IBufferWriter<byte> file);

    void Write(IBufferWriter<byte> file, OrderHead order);

    /// <summary>The last line: a file without it is not whole.</summary>
    void End(IBufferWriter<byte> file, long rows, bool isCut);
}
