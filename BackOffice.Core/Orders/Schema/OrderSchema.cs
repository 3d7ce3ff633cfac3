namespace BackOffice.Core.Orders.Schema;

/// <summary>The order's JSON Schema as text: published beside the OpenAPI document, and the specification of <see cref="Intake.OrderRequestParser"/>.</summary>
public static class OrderSchema
{
    public const string OrderFile = "order.schema.json";
    public const string ImportFile = "order-import.schema.json";

    /// <summary>The body of POST /api/orders.</summary>
    public static string Order { get; } = Read(OrderFile);

    /// <summary>A line of an import; it refers to <see cref="Order"/> by file name.</summary>
    public static string Import { get; } = Read(ImportFile);

    private static string Read(string file)
    {
        using var stream = typeof(OrderSchema).Assembly.GetManifestResourceStream("Schema." + file)
            ?? throw new InvalidOperationException($"{file} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
