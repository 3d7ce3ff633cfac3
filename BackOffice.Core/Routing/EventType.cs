namespace BackOffice.Core.Routing;

/// <summary>A kind of event that this program puts on the bus.</summary>
/// <param name="Source">EventBridge's <c>source</c>.</param>
/// <param name="DetailType">EventBridge's <c>detail-type</c>.</param>
/// <param name="Description">One sentence, from the schema.</param>
/// <param name="Schema">JSON Schema (2020-12) of its detail.</param>
public sealed record EventType(string Source, string DetailType, string Description, string Schema);
