namespace BackOffice.Core.Routing;

/// <summary>An event kept with a rule to say what the rule is for.</summary>
/// <param name="Name">What it shows, for people.</param>
/// <param name="MustMatch">False for one that the rule must leave alone.</param>
/// <param name="EventJson">UTF-8 JSON.</param>
public sealed record RuleExample(string Name, bool MustMatch, ReadOnlyMemory<byte> EventJson);
