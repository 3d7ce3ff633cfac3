using System.Buffers;
using System.Security.Cryptography;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Orders.Export;

/// <summary>An export that was permitted and has begun. It is written once.</summary>
public sealed partial class OpenExport
{
    private const int OrdersAPage = 200;

    private readonly ExportOrders _command;
    private readonly OrderQuery _query;
    private readonly Actor _actor;
    private readonly IOrderSearch _orders;
    private readonly ExportRecord _record;
    private readonly IExportWriter _writer;
    private readonly int _maxRows;
    private readonly ILogger _log;
    private readonly ArrayBufferWriter<byte> _page = new(64 * 1024);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _rows, _givenOut;

    internal OpenExport(ExportOrders command, OrderQuery query, Actor actor, IOrderSearch orders, ExportRecord record, int maxRows, ILogger log)
    {
        (_command, _query, _actor, _orders, _record, _maxRows, _log) = (command, query, actor, orders, record, maxRows, log);
        _writer = command.Format switch { ExportFormat.Csv => new CsvWriter(command.InClear), ExportFormat.Jsonl => new JsonLinesWriter(command.InClear) };
    }

    /// <summary>
    /// Writes the file, page by page, and how it ended to the audit log: before the last line, so that a file with its last line is one that the log knows.
    /// An error, or an exception, means that the file is not whole.
    /// </summary>
    /// <param name="file">Where it goes; nothing is buffered beyond one page.</param>
    /// <param name="progress">Told after each page.</param>
    /// <param name="cancellationToken">Stops it; the log says so, and with how many rows.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<Result<ExportSummary>> WriteToAsync(Stream file, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            _writer.Begin(_page);
            var written = await WriteRowsAsync(file, progress, cancellationToken).ConfigureAwait(false);
            if (!written.IsSuccess)
            {
                await EndBadlyAsync(AuditActions.ExportFailed, $"It failed: {written.Error.Message}").ConfigureAwait(false);
                return written.Error;
            }

            return await FinishAsync(file, written.Value, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndBadlyAsync(AuditActions.ExportStopped, "It was stopped, or who read it went away.").ConfigureAwait(false);
            throw;
        }
        catch (Exception failure)
        {
            await EndBadlyAsync(AuditActions.ExportFailed, $"It failed: {failure.GetType().Name}.").ConfigureAwait(false);
            throw;
        }
        finally
        {
            _hash.Dispose();
        }
    }

    /// <summary>True when the file was cut.</summary>
    private async Task<Result<bool>> WriteRowsAsync(Stream file, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var found = await _orders.FindAsync(_query, cursor, OrdersAPage, _actor, cancellationToken).ConfigureAwait(false);
            if (!found.IsSuccess)
                return found.Error;
            var before = _rows;
            foreach (var order in found.Value.Items)
            {
                if (_rows == _maxRows)
                    return true;
                _writer.Write(_page, order);
                _rows++;
            }

            await FlushAsync(file, cancellationToken).ConfigureAwait(false);
            progress?.Report(new ExportProgress(_rows, _rows == before ? found.Value.SearchedTo : null));
            cursor = found.Value.Next;
        }
        while (cursor is not null);
        return false;
    }

    private async Task<Result<ExportSummary>> FinishAsync(Stream file, bool isCut, CancellationToken cancellationToken)
    {
        await FlushAsync(file, cancellationToken).ConfigureAwait(false);
        _writer.End(_page, _rows, isCut);
        _hash.AppendData(_page.WrittenSpan);
        var sha256 = Convert.ToHexStringLower(_hash.GetCurrentHash());
        var recorded = await _record.EndAsync(AuditActions.ExportFinished, _rows, sha256, isCut ? $"Cut at {_maxRows} orders; there are more." : "Complete.").ConfigureAwait(false);
        PipelineMetrics.Command("export", recorded);
        if (!recorded.IsSuccess)
            return recorded.Error;
        await file.WriteAsync(_page.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
        await file.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        return new ExportSummary(_rows, isCut, sha256);
    }

    private async Task FlushAsync(Stream file, CancellationToken cancellationToken)
    {
        if (_page.WrittenCount == 0)
            return;
        await file.WriteAsync(_page.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        _hash.AppendData(_page.WrittenSpan);
        _page.ResetWrittenCount();
        _givenOut = _rows;
    }

    private async Task EndBadlyAsync(string action, string note)
    {
        var recorded = await _record.EndAsync(action, _givenOut, Convert.ToHexStringLower(_hash.GetCurrentHash()), note).ConfigureAwait(false);
        PipelineMetrics.Command<Done>("export", new Rejected(action, note));
        if (recorded.Error is { } error)
            NotRecorded(_log, _command.ExportId, action, error.Code);
    }

    [LoggerMessage(1501, LogLevel.Error, "The end of export {ExportId} ({Action}) could not be written to the audit log: {Code}")]
    private static partial void NotRecorded(ILogger log, string exportId, string action, string code);
}
