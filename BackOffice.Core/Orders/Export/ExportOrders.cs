namespace BackOffice.Core.Orders.Export;

/// <summary>A command: the orders of a query as a file.</summary>
/// <param name="ExportId">Made by the client, 1 to 64 letters, digits, dashes or underscores: one export, and the subject of its audit entries.</param>
/// <param name="Query">In the language of <see cref="Search.QueryText"/>; empty for all orders. Its sort is the order of the rows.</param>
/// <param name="Zone">Where the query's dates begin at midnight.</param>
/// <param name="Format">Of the file.</param>
/// <param name="InClear">True writes names, e-mails, phones and user ids as they are; needs customers:reveal and a reason.</param>
/// <param name="Reason">1 to 500 characters when in clear; kept in the audit log.</param>
public sealed record ExportOrders(string ExportId, string Query, TimeZoneInfo Zone, ExportFormat Format, bool InClear = false, string? Reason = null);

public enum ExportFormat
{
    /// <summary>RFC 4180 with a head, UTF-8 with a byte order mark, for spreadsheets.</summary>
    Csv,

    /// <summary>One JSON object a line, UTF-8.</summary>
    Jsonl,
}

/// <param name="Rows">Orders written so far.</param>
/// <param name="SearchedTo">How far back the search has come, where it looks for rows without finding any.</param>
public readonly record struct ExportProgress(long Rows, DateTimeOffset? SearchedTo);

/// <summary>A whole export.</summary>
/// <param name="Rows">Orders in it.</param>
/// <param name="IsCut">True when there were more than <see cref="ExportOptions.MaxRows"/>.</param>
/// <param name="Sha256">Of the file's bytes, lower-case hex; the audit entry has the same.</param>
public sealed record ExportSummary(long Rows, bool IsCut, string Sha256);
