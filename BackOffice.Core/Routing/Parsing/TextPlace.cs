using System.Text;

namespace BackOffice.Core.Routing.Parsing;

/// <summary>Line and column of a byte.</summary>
internal static class TextPlace
{
    public static PatternRefusal Refuse(ReadOnlySpan<byte> utf8, long at, string path, string message, string? suggestion, string? awsReason)
    {
        var before = utf8[..(int)Math.Clamp(at, 0, utf8.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new PatternRefusal(message, path, line, column, suggestion, awsReason);
    }
}
