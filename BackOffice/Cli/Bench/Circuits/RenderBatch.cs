using System.Buffers.Binary;
using System.Text;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>What one entry of a component's change does; the numbers are those on the wire.</summary>
internal enum RenderEdit
{
    PrependFrame = 1,
    RemoveFrame = 2,
    SetAttribute = 3,
    RemoveAttribute = 4,
    UpdateText = 5,
    StepIn = 6,
    StepOut = 7,
    UpdateMarkup = 8,
    PermutationEntry = 9,
    PermutationEnd = 10,
}

/// <summary>What a frame of rendered output is; the numbers are those on the wire.</summary>
internal enum RenderFrame
{
    Element = 1,
    Text = 2,
    Attribute = 3,
    Component = 4,
    Region = 5,
    ElementReference = 6,
    Markup = 8,
    NamedEvent = 10,
}

/// <summary>
/// Reads a render batch as Blazor sends it: five offsets at the end point to the changed components, the frames that their edits refer to, what was disposed,
/// and the table of texts. Edits are 16 bytes, frames 20, little-endian.
/// </summary>
internal readonly struct RenderBatch(ArraySegment<byte> bytes)
{
    private const int EditSize = 16, FrameSize = 20;

    private readonly int _updated = Number(bytes, bytes.Count - 20);
    private readonly int _frames = Number(bytes, bytes.Count - 16);
    private readonly int _disposed = Number(bytes, bytes.Count - 12);
    private readonly int _texts = Number(bytes, bytes.Count - 4);

    public int Size => bytes.Count;

    public int UpdatedCount => Number(bytes, _updated);

    /// <summary>Where the change of so many-th component begins.</summary>
    public int UpdatedAt(int index) => Number(bytes, _updated + 4 + (4 * index));

    public int ComponentOf(int updated) => Number(bytes, updated);

    public int EditCountOf(int updated) => Number(bytes, updated + 4);

    public (RenderEdit Kind, int Sibling, int Reference, string? Removed) Edit(int updated, int index)
    {
        var at = updated + 8 + (EditSize * index);
        var kind = (RenderEdit)Number(bytes, at);
        return (kind, Number(bytes, at + 4), Number(bytes, at + 8), kind is RenderEdit.RemoveAttribute ? TextAt(at + 12) : null);
    }

    public RenderFrame KindOf(int frame) => (RenderFrame)Number(bytes, At(frame));

    /// <summary>Of an element, component or region: how many frames it is, itself included.</summary>
    public int LengthOf(int frame) => Number(bytes, At(frame) + 4);

    /// <summary>The element's or attribute's name, the text, or the markup.</summary>
    public string TextOf(int frame) => TextAt(At(frame) + (KindOf(frame) is RenderFrame.Element ? 8 : 4)) ?? "";

    public string? AttributeValueOf(int frame) => TextAt(At(frame) + 8);

    /// <summary>0 when the attribute is no event's.</summary>
    public long HandlerOf(int frame) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(At(frame) + 12));

    public int ComponentOfFrame(int frame) => Number(bytes, At(frame) + 8);

    public IEnumerable<int> DisposedComponents()
    {
        for (var i = 0; i < Number(bytes, _disposed); i++)
            yield return Number(bytes, _disposed + 4 + (4 * i));
    }

    private int At(int frame) => _frames + 4 + (FrameSize * frame);

    private string? TextAt(int at)
    {
        var index = Number(bytes, at);
        if (index < 0)
            return null;
        var start = Number(bytes, _texts + (4 * index));
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var piece = bytes[start++];
            length |= (piece & 0x7f) << shift;
            if ((piece & 0x80) == 0)
                return Encoding.UTF8.GetString(bytes.AsSpan(start, length));
        }
    }

    private static int Number(ArraySegment<byte> from, int at) => BinaryPrimitives.ReadInt32LittleEndian(from.AsSpan(at));
}
