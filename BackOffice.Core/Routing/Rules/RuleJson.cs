using System.Text.Json.Serialization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Rules;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(RoutingRule))]
[JsonSerializable(typeof(RuleContent))]
[JsonSerializable(typeof(RuleRevision))]
[JsonSerializable(typeof(RuleNames))]
[JsonSerializable(typeof(RuleChanged))]
internal sealed partial class RuleJson : JsonSerializerContext;

/// <summary>Every rule's name, deleted ones among them: subject <see cref="RuleNames.Subject"/>, because a store has no list of subjects.</summary>
internal sealed record RuleNames(long Version, IReadOnlyList<string> Names)
{
    public static readonly SubjectId Subject = new("rules/names");

    public static readonly RuleNames None = new(0, []);
}

/// <summary>Detail of the event <c>Rule Changed</c>.</summary>
internal sealed record RuleChanged(string Rule, int Revision, RuleState State, string Change);
