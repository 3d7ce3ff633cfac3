using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BackOffice.Core.Workflows.Asl;

/// <param name="Invoke">Throws <see cref="FormatException"/> when it refuses its arguments.</param>
internal sealed record IntrinsicFunction(int MinArguments, int MaxArguments, Func<Json[], SeededRandom, Json> Invoke);

/// <summary>The 18 intrinsic functions (developer guide, "Intrinsics for JSONPath states"), with Java's rounding and printing, as recorded.</summary>
internal static class IntrinsicFunctions
{
    private const int MaxTextLength = 10_000;
    private const int MaxRange = 1_000;
    private const int MaxFormatted = 1024 * 1024;

    private static readonly FrozenDictionary<string, IntrinsicFunction> Functions = new Dictionary<string, IntrinsicFunction>
    {
        ["States.Format"] = new(1, int.MaxValue, (a, _) => Format(a)),
        ["States.StringToJson"] = new(1, 1, (a, _) => StringToJson(a[0])),
        ["States.JsonToString"] = new(1, 1, (a, _) => Json.Of(a[0].Text)),
        ["States.Array"] = new(0, int.MaxValue, (a, _) => new JsonArr(a)),
        ["States.ArrayPartition"] = new(2, 2, (a, _) => Partition(Array(a[0]), Whole(a[1]))),
        ["States.ArrayContains"] = new(2, 2, (a, _) => Json.Of(Array(a[0]).Any(item => Json.Same(item, a[1])))),
        ["States.ArrayRange"] = new(3, 3, (a, _) => Range(Whole(a[0]), Whole(a[1]), Whole(a[2]))),
        ["States.ArrayGetItem"] = new(2, 2, (a, _) => Item(Array(a[0]), Whole(a[1]))),
        ["States.ArrayLength"] = new(1, 1, (a, _) => Json.Of(Array(a[0]).Length)),
        ["States.ArrayUnique"] = new(1, 1, (a, _) => Unique(Array(a[0]))),
        ["States.Base64Encode"] = new(1, 1, (a, _) => Json.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(Short(a[0]))))),
        ["States.Base64Decode"] = new(1, 1, (a, _) => Json.Of(Encoding.UTF8.GetString(Convert.FromBase64String(Short(a[0]))))),
        ["States.Hash"] = new(2, 2, (a, _) => Hash(a[0], Text(a[1]))),
        ["States.JsonMerge"] = new(3, 3, (a, _) => Merge(a[0], a[1], a[2])),
        ["States.MathRandom"] = new(2, 3, MathRandom),
        ["States.MathAdd"] = new(2, 2, (a, _) => Json.Of(unchecked(Whole(a[0]) + Whole(a[1])))),
        ["States.StringSplit"] = new(2, 2, (a, _) => Split(Text(a[0]), Text(a[1]))),
        ["States.UUID"] = new(0, 0, (_, random) => Json.Of(random.Uuid().ToString("D"))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IntrinsicFunction? Find(string name) => Functions.GetValueOrDefault(name);

    private static string Text(Json value) => value is JsonStr s ? s.Value : throw new FormatException("a string is expected");

    private static string Short(Json value) => Text(value) is { Length: <= MaxTextLength } text
        ? text
        : throw new FormatException("a string of at most 10,000 characters is expected");

    private static Json[] Array(Json value) => value is JsonArr a ? a.Items : throw new FormatException("an array is expected");

    /// <summary>Java's Math.round: halves go towards positive infinity (recorded: -1.5 is -1).</summary>
    private static long Whole(Json value) => value is JsonNum n
        ? n.IsLong(out var whole) ? whole : (long)Math.Floor(n.Double + 0.5)
        : throw new FormatException("a number is expected");

    private static Json Format(Json[] arguments)
    {
        var template = Text(arguments[0]);
        var text = new StringBuilder();
        var next = 1;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '\\' && i + 1 < template.Length && template[i + 1] is '{' or '}' or '\\' or '\'')
                text.Append(template[++i]);
            else if (template[i] == '{' && i + 1 < template.Length && template[i + 1] == '}')
            {
                if (next == arguments.Length)
                    throw new FormatException("number of arguments does not match the number of placeholders");
                Print(text, arguments[next++], top: true);
                if (text.Length > MaxFormatted)
                    throw new FormatException("the text grew too long");
                i++;
            }
            else
                text.Append(template[i]);
        }

        return next == arguments.Length ? Json.Of(text.ToString()) : throw new FormatException("number of arguments does not match the number of placeholders");
    }

    /// <summary>Java's way to print: <c>{a=1, b=[x, y]}</c>.</summary>
    private static void Print(StringBuilder text, Json value, bool top)
    {
        switch (value)
        {
            case JsonObj obj:
                text.Append('{');
                for (var i = 0; i < obj.Members.Length; i++)
                {
                    text.Append(i == 0 ? "" : ", ").Append(obj.Members[i].Key).Append('=');
                    Print(text, obj.Members[i].Value, top: false);
                }

                text.Append('}');
                break;
            case JsonArr array:
                text.Append('[');
                for (var i = 0; i < array.Items.Length; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Print(text, array.Items[i], top: false);
                }

                text.Append(']');
                break;
            case JsonStr s:
                text.Append(s.Value);
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    /// <summary>An empty or blank text is null (recorded).</summary>
    private static Json StringToJson(Json value)
    {
        var text = Text(value);
        if (string.IsNullOrWhiteSpace(text))
            return Json.Null;
        return Json.TryParse(text, out var json) ? json : throw new FormatException("the string is not valid JSON");
    }

    private static JsonArr Partition(Json[] items, long size) => size > 0
        ? new JsonArr([.. items.Chunk((int)Math.Min(size, int.MaxValue)).Select(chunk => new JsonArr(chunk))])
        : throw new FormatException("the chunk size must be a positive integer");

    private static JsonArr Range(long first, long last, long step)
    {
        if (step == 0)
            throw new FormatException("the step must not be zero");
        var items = new List<Json>();
        for (var i = first; step > 0 ? i <= last : i >= last; i += step)
        {
            if (items.Count == MaxRange)
                throw new FormatException("a range holds at most 1,000 items");
            items.Add(Json.Of(i));
        }

        return new JsonArr([.. items]);
    }

    private static Json Item(Json[] items, long index) =>
        index >= 0 && index < items.Length ? items[index] : throw new FormatException("the index is outside the array");

    private static JsonArr Unique(Json[] items)
    {
        var unique = new List<Json>();
        foreach (var item in items)
        {
            if (!unique.Exists(u => Json.Same(u, item)))
                unique.Add(item);
        }

        return new JsonArr([.. unique]);
    }

    private static Json Hash(Json data, string algorithm)
    {
        var text = data is JsonStr s ? s.Value : data.Text;
        if (text.Length > MaxTextLength)
            throw new FormatException("data of at most 10,000 characters is expected");
        var bytes = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5350, CA5351 // The language has them; nothing here relies on them.
        var hash = algorithm switch
        {
            "MD5" => MD5.HashData(bytes),
            "SHA-1" => SHA1.HashData(bytes),
            "SHA-256" => SHA256.HashData(bytes),
            "SHA-384" => SHA384.HashData(bytes),
            "SHA-512" => SHA512.HashData(bytes),
            _ => throw new FormatException("the algorithm must be MD5, SHA-1, SHA-256, SHA-384 or SHA-512"),
        };
#pragma warning restore CA5350, CA5351
        return Json.Of(Convert.ToHexStringLower(hash));
    }

    private static JsonObj Merge(Json first, Json second, Json deep)
    {
        if (first is not JsonObj result || second is not JsonObj other)
            throw new FormatException("two objects are expected");
        if (deep is not JsonBool { Value: false })
            throw new FormatException("only shallow merging is supported: the third argument must be false");
        foreach (var member in other.Members)
            result = result.With(member.Key, member.Value);
        return result;
    }

    private static Json MathRandom(Json[] arguments, SeededRandom random)
    {
        var (from, to) = (Whole(arguments[0]), Whole(arguments[1]));
        if (arguments.Length == 3)
            random = new SeededRandom(Whole(arguments[2]));
        return from < to
            ? Json.Of(from + (long)(random.Fraction() * (to - from)))
            : throw new FormatException("the start must be less than the end");
    }

    /// <summary>At any of the characters, which may be surrogate pairs; nothing between two of them is no part.</summary>
    private static JsonArr Split(string text, string separators)
    {
        var at = separators.EnumerateRunes().ToHashSet();
        var parts = new List<Json>();
        var part = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (!at.Contains(rune))
                part.Append(rune);
            else if (part.Length > 0)
            {
                parts.Add(Json.Of(part.ToString()));
                part.Clear();
            }
        }

        if (part.Length > 0)
            parts.Add(Json.Of(part.ToString()));
        return new JsonArr([.. parts]);
    }
}
