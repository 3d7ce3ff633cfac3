namespace BackOffice.Core.Orders.Intake;

/// <summary>A body that passed every check.</summary>
/// <param name="Request">The order asked for.</param>
/// <param name="BodySha256">SHA-256 of the canonical body, hex: the same for every way to write the same JSON.</param>
public sealed record ParsedOrder(OrderRequest Request, string BodySha256);

/// <summary>A line of an import that passed every check.</summary>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Request">The order, with <see cref="OrderRequest.History"/> where the line has it.</param>
/// <param name="BodySha256">Of the line without its key: the same as the body's when there is no history.</param>
public sealed record ParsedImportLine(string Key, OrderRequest Request, string BodySha256);
