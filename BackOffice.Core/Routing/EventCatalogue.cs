using System.Text.Json;

namespace BackOffice.Core.Routing;

/// <summary>Every kind of event there is, each with its schema; from <c>Routing/Schemas</c>. See <c>docs/events.md</c>.</summary>
public static class EventCatalogue
{
    private const string Prefix = "EventSchema.";

    /// <summary>Sorted by source and detail-type.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        .. typeof(EventCatalogue).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(Read)
            .OrderBy(type => type.Source, StringComparer.Ordinal).ThenBy(type => type.DetailType, StringComparer.Ordinal),
    ];

    /// <summary>The kind, or null for an event that somebody else put on the bus.</summary>
    public static EventType? Find(string source, string detailType) => All.FirstOrDefault(type => type.Source == source && type.DetailType == detailType);

    private static EventType Read(string resource)
    {
        using var stream = typeof(EventCatalogue).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        using var schema = JsonDocument.Parse(text);
        return new EventType(Member("x-source"), Member("title"), Member("description"), text);

        string Member(string name) => schema.RootElement.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{resource} has no {name}.");
    }
}
