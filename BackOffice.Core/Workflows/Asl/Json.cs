using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>
/// An immutable JSON value. States hand parts of their data on unchanged, so values are shared, not copied; numbers keep their spelling, because
/// Step Functions hands <c>1.10</c> on as <c>1.10</c>; the text of a value is written once.
/// </summary>
internal abstract class Json
{
    public static readonly Json Null = new JsonNull();
    public static readonly Json True = new JsonBool(true);
    public static readonly Json False = new JsonBool(false);
    public static readonly JsonObj Empty = new([]);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    private string? _text;

    /// <summary>How deep arrays and objects are nested in it; a text or a number has 0.</summary>
    public virtual int Depth => 0;

    /// <summary>JSON text; for a parsed document the text it was parsed from.</summary>
    public string Text => _text ??= Write();

    public static Json Of(string value) => new JsonStr(value);

    public static Json Of(long value) => new JsonNum(value.ToString(CultureInfo.InvariantCulture));

    public static Json Of(bool value) => value ? True : False;

    /// <summary>Parses a document, which keeps its text as it is.</summary>
    /// <exception cref="JsonException">Not JSON, deeper than 256, or with half of a surrogate pair.</exception>
    public static Json Parse(string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, rented);
            var value = JsonReading.Read(rented.AsSpan(0, length));
            if (value is JsonObj or JsonArr)
                value._text = text;
            return value;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static bool TryParse(string text, out Json value)
    {
        try
        {
            value = Parse(text);
            return true;
        }
        catch (JsonException)
        {
            value = Null;
            return false;
        }
    }

    /// <summary>
    /// Whether the text certainly has more than so many characters, found out without writing it: values are shared, so a small one can stand for
    /// a text that fits nowhere.
    /// </summary>
    public bool IsLongerThan(int characters)
    {
        var left = (long)characters;
        return !Fits(this, ref left);
    }

    private static bool Fits(Json value, ref long left)
    {
        if (value._text is { } text)
            return (left -= text.Length) >= 0;
        switch (value)
        {
            case JsonObj obj:
                left--;
                foreach (var member in obj.Members)
                {
                    left -= member.Key.Length + 4;
                    if (left < 0 || !Fits(member.Value, ref left))
                        return false;
                }

                break;
            case JsonArr array:
                left -= 1 + array.Items.Length;
                foreach (var item in array.Items)
                {
                    if (left < 0 || !Fits(item, ref left))
                        return false;
                }

                break;
            case JsonStr str:
                left -= str.Value.Length + 2;
                break;
            default:
                left--;
                break;
        }

        return left >= 0;
    }

    /// <summary>Equality of values: members in any order, numbers by value.</summary>
    public static bool Same(Json a, Json b) => (a, b) switch
    {
        (JsonNull, JsonNull) => true,
        (JsonBool x, JsonBool y) => x.Value == y.Value,
        (JsonStr x, JsonStr y) => string.Equals(x.Value, y.Value, StringComparison.Ordinal),
        (JsonNum x, JsonNum y) => x.CompareTo(y) == 0,
        (JsonArr x, JsonArr y) => x.Items.Length == y.Items.Length && x.Items.Zip(y.Items).All(p => Same(p.First, p.Second)),
        (JsonObj x, JsonObj y) => x.Members.Length == y.Members.Length
            && x.Members.All(m => y.TryGet(m.Key, out var other) && Same(m.Value, other)),
        _ => false,
    };

    private string Write()
    {
        // A writer a thread, used again: texts are written at every transition.
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = t_writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonReading.Write(writer, this);
        writer.Flush();
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        if (buffer.Capacity > 256 * 1024)
            t_buffer = null;
        return text;
    }
}

internal sealed class JsonNull : Json;

internal sealed class JsonBool(bool value) : Json
{
    public bool Value { get; } = value;
}

internal sealed class JsonStr(string value) : Json
{
    public string Value { get; } = value;
}

/// <param name="raw">As spelled: <c>1</c>, <c>1.0</c>, <c>1e3</c>.</param>
internal sealed class JsonNum(string raw) : Json
{
    public string Raw { get; } = raw;

    public double Double => double.Parse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A whole number that fits; 1.0 is none, as on AWS.</summary>
    public bool IsLong(out long value) => long.TryParse(Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public int CompareTo(JsonNum other) =>
        decimal.TryParse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
        && decimal.TryParse(other.Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : Double.CompareTo(other.Double);

    public static JsonNum Of(double value) => value == Math.Truncate(value) && Math.Abs(value) < 1e15
        ? new(((long)value).ToString(CultureInfo.InvariantCulture))
        : new(value.ToString("R", CultureInfo.InvariantCulture));
}

internal sealed class JsonArr(Json[] items) : Json
{
    public Json[] Items { get; } = items;

    public override int Depth { get; } = 1 + Deepest(items);

    private static int Deepest(Json[] items)
    {
        var deepest = 0;
        foreach (var item in items)
            deepest = Math.Max(deepest, item.Depth);
        return deepest;
    }
}

/// <summary>Members in their order; a name occurs once.</summary>
internal sealed class JsonObj(KeyValuePair<string, Json>[] members) : Json
{
    public KeyValuePair<string, Json>[] Members { get; } = members;

    public override int Depth { get; } = 1 + Deepest(members);

    public bool TryGet(string name, out Json value)
    {
        foreach (var member in Members)
        {
            if (string.Equals(member.Key, name, StringComparison.Ordinal))
            {
                value = member.Value;
                return true;
            }
        }

        value = Null;
        return false;
    }

    public Json? Get(string name) => TryGet(name, out var value) ? value : null;

    private static int Deepest(KeyValuePair<string, Json>[] members)
    {
        var deepest = 0;
        foreach (var member in members)
            deepest = Math.Max(deepest, member.Value.Depth);
        return deepest;
    }

    /// <summary>The same object with that member set, where it was or at the end.</summary>
    public JsonObj With(string name, Json value)
    {
        var at = Members.Length - 1;
        while (at >= 0 && !string.Equals(Members[at].Key, name, StringComparison.Ordinal))
            at--;
        var members = new KeyValuePair<string, Json>[at < 0 ? Members.Length + 1 : Members.Length];
        Members.CopyTo(members, 0);
        members[at < 0 ? Members.Length : at] = new(name, value);
        return new(members);
    }
}
