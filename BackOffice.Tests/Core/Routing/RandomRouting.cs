using System.Globalization;
using System.Text.Json;

namespace BackOffice.Tests.Core.Routing;

/// <summary>Small patterns and events over few names and values, so that they often meet.</summary>
internal sealed class RandomRouting(Random random)
{
    private static readonly string[] s_names = ["a", "b", "c", "a.b", "b.a"];
    private static readonly string[] s_texts = ["", "x", "xy", "XY", "yx", "xx", "1", "true", "*", "x*y", "\\", "é\"", "10.0.0.1"];
    private static readonly string[] s_numbers = ["0", "-0.0", "1", "1.0", "1e0", "2", "2.5", "-1", "100"];

    public string Pattern() => Scope(2);

    public string Event() => Object(3);

    private string Scope(int depth)
    {
        var members = new List<string>();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            members.Add(depth > 0 && random.Next(6) == 0
                ? $"\"$or\":[{Scope(depth - 1)},{Scope(depth - 1)}]"
                : $"{Quote(One(s_names))}:{(depth > 0 && random.Next(3) == 0 ? Scope(depth - 1) : List())}");
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private string List() => $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Matcher()))}]";

    private string Matcher() => random.Next(16) switch
    {
        0 => One("true", "false", "null"),
        1 => One(s_numbers),
        2 => $"{{\"prefix\":{Quote(Text())}}}",
        3 => $"{{\"suffix\":{Quote(Text())}}}",
        4 => $"{{\"wildcard\":{Quote(Wildcard())}}}",
        5 => $"{{\"exists\":{One("true", "false")}}}",
        6 => $"{{\"anything-but\":{One(One(s_numbers), $"[{One(s_numbers)},{One(s_numbers)}]", Quote(Text()), $"[{Quote(Text())},{Quote(Text())}]")}}}",
        7 => $"{{\"anything-but\":{{\"{One("prefix", "suffix")}\":{One(Quote("x"), "[\"xy\",\"1\"]")}}}}}",
        8 => $"{{\"anything-but\":{{\"wildcard\":[{Quote(Wildcard())}]}}}}",
        9 => $"{{\"numeric\":[\"{One("=", "<", "<=", ">", ">=")}\",{One(s_numbers)}]}}",
        10 => $"{{\"numeric\":[\"{One(">", ">=")}\",{One("-1", "0", "1")},\"{One("<", "<=")}\",{One("2", "2.5", "100")}]}}",
        12 => $"{{\"equals-ignore-case\":{Quote(Text())}}}",
        13 => $"{{\"{One("prefix", "suffix")}\":{{\"equals-ignore-case\":{Quote(Text())}}}}}",
        14 => $"{{\"anything-but\":{{\"equals-ignore-case\":{Quote(Text())}}}}}",
        _ => Quote(Text()),
    };

    private string Wildcard() => One("*", "x*", "*y", "x*y", "*x*", "\\*", "x\\**", "", "xy");

    private string Value(int depth) => random.Next(depth > 0 ? 8 : 4) switch
    {
        0 => One(s_numbers),
        1 => One("true", "false", "null"),
        4 or 5 => Object(depth - 1),
        6 or 7 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1)))}]",
        _ => Quote(Text()),
    };

    private string Object(int depth) => $"{{{string.Join(',', Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"{Quote(One(s_names))}:{Value(depth)}"))}}}";

    private string Text() => One(s_texts);

    private string One(params string[] of) => of[random.Next(of.Length)];

    private string Quote(string text)
    {
        if (text.Length == 0 || random.Next(12) > 0)
            return JsonSerializer.Serialize(text);
        // The same text in another spelling.
        return $"\"{string.Concat(text.Select(c => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture)))}\"";
    }
}
