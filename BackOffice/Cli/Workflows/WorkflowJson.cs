using System.Text.Json.Serialization;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Cli.Workflows;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Diagnostic>))]
internal sealed partial class WorkflowJson : JsonSerializerContext;
