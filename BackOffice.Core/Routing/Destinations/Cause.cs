using System.Text.Json;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>What events have in common that belong to one cause: the values at a destination's paths, as JSON text.</summary>
public static class Cause
{
    /// <summary><c>["authorise-payment","Card.Declined"]</c>; null stands for what the event lacks.</summary>
    public static string Of(ReadOnlyMemory<byte> eventJson, IReadOnlyList<string> paths)
    {
        using var document = JsonDocument.Parse(eventJson, TargetInput.Reading);
        var values = paths.Select(text => EventPath.TryParse(text, out var path) && path.Find(document.RootElement) is { } value ? value.GetRawText() : "null");
        return $"[{string.Join(',', values)}]";
    }

    /// <summary>For people: <c>authorise-payment, Card.Declined</c>.</summary>
    public static string Words(string cause)
    {
        using var document = JsonDocument.Parse(cause);
        return string.Join(", ", document.RootElement.EnumerateArray().Where(value => value.ValueKind is not JsonValueKind.Null).Select(value => value.ToString()));
    }

    /// <summary>How many tickets events would open: one a cause, and another for each time it was quiet for so long.</summary>
    /// <param name="events">Cause and time, oldest first.</param>
    /// <param name="quietFor">See <see cref="DestinationOptions.QuietFor"/>.</param>
    public static int Tickets(IEnumerable<(string Cause, DateTimeOffset At)> events, TimeSpan quietFor)
    {
        var last = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var tickets = 0;
        foreach (var (cause, at) in events)
        {
            if (!last.TryGetValue(cause, out var before) || at - before > quietFor)
                tickets++;
            last[cause] = at;
        }

        return tickets;
    }
}
