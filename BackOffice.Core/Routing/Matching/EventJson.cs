using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Matching;

/// <summary>Why an event cannot be matched at all.</summary>
internal static class EventJson
{
    public static readonly Rejected NotAnObject = new("event.not-an-object", "The event is not a JSON object.");

    public static readonly Rejected TooComplex = new(
        "event.too-complex", "The event has so many array elements that fit the pattern in part that they were not all tried.");

    public static Rejected? TooLong(ReadOnlySpan<byte> json) => json.Length > PatternLimits.EventBytes
        ? new Rejected("event.too-long", FormattableString.Invariant($"The event is {json.Length} bytes long; at most {PatternLimits.EventBytes} are taken."))
        : null;

    public static Rejected NotJson(JsonException e) => new(
        "event.not-json", FormattableString.Invariant($"The event is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
}
