using BackOffice.Core.Orders.Intake;

namespace BackOffice.Api;

/// <summary>The JSON Schemas that a client's author needs, beside the OpenAPI document.</summary>
internal static class SchemaEndpoint
{
    private static readonly string[] s_files = ["order.schema.json", "order-import.schema.json"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var file in s_files)
            endpoints.MapGet("/schemas/" + file, () => Results.Stream(Open(file), "application/schema+json")).AllowAnonymous().ExcludeFromDescription();
    }

    private static Stream Open(string file) =>
        typeof(OrderRequestParser).Assembly.GetManifestResourceStream("Schema." + file)
        ?? throw new InvalidOperationException($"The schema {file} is not in the program.");
}
