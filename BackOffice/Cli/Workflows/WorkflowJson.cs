using System.Text.Json.Serialization;
using BackOffice.Core.Workflows;

namespace BackOffice.Cli.Workflows;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<DefinitionProblem>))]
internal sealed partial class WorkflowJson : JsonSerializerContext;
