using System.Collections.Concurrent;
using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using NJsonSchema;

namespace BackOffice.Tests.Fakes;

/// <summary>Holds every event that a test's store takes to the schema of its kind.</summary>
internal static class EventSchemas
{
    private static readonly ConcurrentDictionary<string, Lazy<JsonSchema>> s_read = [];

    /// <summary>What is wrong with the event; null for one that is as its schema says, or that is somebody else's.</summary>
    public static string? Wrong(OutboxEvent e)
    {
        if (e.Topic != Topics.DomainEvents || !e.Source.StartsWith("backoffice.", StringComparison.Ordinal))
            return null;
        if (EventCatalogue.Find(e.Source, e.DetailType) is not { } type)
            return $"{e.Source}, {e.DetailType}: no schema is in BackOffice.Core/Routing/Schemas.";
        var schema = s_read.GetOrAdd(type.Schema, text => new(() => JsonSchema.FromJsonAsync(text).GetAwaiter().GetResult())).Value;
        var errors = schema.Validate(Encoding.UTF8.GetString(e.Detail.Span));
        return errors.Count == 0 ? null : $"{e.DetailType}: {string.Join("; ", errors)}\n{Encoding.UTF8.GetString(e.Detail.Span)}";
    }
}
