using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Export;

/// <summary>Orders of a query as a file, read page by page in bounded memory.</summary>
public interface IOrderExports
{
    /// <summary>
    /// Checks the command and writes to the audit log that the export begins. Needs orders:read; in clear customers:reveal too. Invalid names every wrong field,
    /// the query's problems with their place; Conflict <c>export.exists</c> when the id was used before.
    /// </summary>
    Task<Result<OpenExport>> BeginAsync(ExportOrders command, Actor actor, CancellationToken cancellationToken);
}

/// <summary>Exports into files that their maker fetches.</summary>
public interface IExportFiles
{
    /// <summary>Makes the whole file. Errors as <see cref="IOrderExports.BeginAsync"/>; Unavailable <c>export.disk</c> when it cannot be written. Cancelling removes it.</summary>
    Task<Result<ExportFile>> MakeAsync(ExportOrders command, IProgress<ExportProgress> progress, Actor actor, CancellationToken cancellationToken);

    /// <summary>The file, if the actor made it and it has not expired; null for everybody else.</summary>
    ExportFile? Find(string exportId, Actor actor);
}

/// <summary>A file in the exports folder.</summary>
/// <param name="ExportId">Of the command.</param>
/// <param name="Name">For whoever saves it: <c>orders-20261125-184100.csv</c>.</param>
/// <param name="Path">On this machine; never shown.</param>
/// <param name="Format">Of the file.</param>
/// <param name="Summary">What is in it.</param>
/// <param name="Until">When it is removed.</param>
public sealed record ExportFile(string ExportId, string Name, string Path, ExportFormat Format, ExportSummary Summary, DateTimeOffset Until);
