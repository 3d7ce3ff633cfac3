using System.Text;
using BackOffice.Core.Routing;

namespace BackOffice.Tests.Core.Routing;

/// <summary>Short ways to read patterns and match events in tests.</summary>
internal static class Patterns
{
    public static EventPattern Good(string text, PatternReading reading = PatternReading.Strict)
    {
        var parsed = EventPattern.Parse(text, reading);
        return parsed.IsSuccess ? parsed.Value : throw new InvalidOperationException($"{parsed.Error.Message} {text}");
    }

    public static PatternRefusal Refused(string text, PatternReading reading = PatternReading.Strict) => Assert.IsType<PatternRefusal>(EventPattern.Parse(text, reading).Error);

    public static bool Matches(string pattern, string json) => Good(pattern).Matches(Utf8(json)).Value;

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
