using System.Text.Json.Serialization;

namespace BackOffice.Cli.Bench.Search;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SearchReport))]
internal sealed partial class SearchJson : JsonSerializerContext;
