using System.Text.Json.Serialization;

namespace BackOffice.Cli.Bench;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PipelineReport))]
[JsonSerializable(typeof(EngineReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
