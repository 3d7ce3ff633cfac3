using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BackOffice.Tests.Core.Intake;

/// <summary>Any JSON from a seed: unique member names, whole surrogate pairs, numbers in every notation.</summary>
internal static class RandomJson
{
    public static string Write(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 or 3 => Number(random),
        4 => JsonSerializer.Serialize(Text(random)),
        5 => "[" + string.Join(" , ", Enumerable.Range(0, random.Next(4)).Select(_ => Write(random, depth - 1))) + "]",
        _ => "{" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(i => JsonSerializer.Serialize(Text(random) + i.ToString(CultureInfo.InvariantCulture)) + ":" + Write(random, depth - 1))) + "}",
    };

    private static string Number(Random random)
    {
        var text = new StringBuilder(random.Next(2) == 0 ? "-" : "");
        text.Append(random.Next(3) == 0 ? "0" : random.NextInt64(1, long.MaxValue).ToString(CultureInfo.InvariantCulture));
        if (random.Next(2) == 0)
            text.Append('.').Append(random.Next(100_000).ToString("D5", CultureInfo.InvariantCulture));
        if (random.Next(2) == 0)
            text.Append("eE"[random.Next(2)]).Append(random.Next(3) switch { 0 => "+", 1 => "-", _ => "" }).Append(random.Next(400));
        return text.ToString();
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(8) switch
    {
        0 => "\"",
        1 => "\\",
        2 => ((char)random.Next(0x20)).ToString(),
        3 => "é",
        4 => "🎁",
        5 => "\ufb33",
        _ => ((char)random.Next('a', 'z')).ToString(),
    }));
}
