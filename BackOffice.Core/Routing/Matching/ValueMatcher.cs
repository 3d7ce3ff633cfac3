using System.Text.Encodings.Web;
using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

/// <summary>One member of a field's list: what a value must be. Knows nothing of paths and arrays.</summary>
internal abstract class ValueMatcher
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Canonical JSON; two matchers with the same text match the same values.</summary>
    public string Canonical => field ??= Write();

    /// <summary>For people, to be put after the field's name: <c>is "orders"</c>, <c>is at least 100</c>.</summary>
    public abstract string Words { get; }

    /// <summary>No allocation.</summary>
    public abstract bool Matches(in EventValue value);

    protected abstract void WriteTo(Utf8JsonWriter json);


    private string Write()
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(text, s_writing))
            WriteTo(json);
        return System.Text.Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
