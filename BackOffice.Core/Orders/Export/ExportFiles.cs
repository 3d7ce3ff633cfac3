using System.Collections.Concurrent;
using System.Globalization;
using BackOffice.Core.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Orders.Export;

/// <summary>
/// The exports folder: its owner's alone, emptied at the start, each file removed when its time is over. Who made a file is known to this process alone, so
/// after a restart there is nothing to fetch and nothing left.
/// </summary>
public sealed partial class ExportFiles(IOrderExports exports, ExportOptions options, TimeProvider clock, ILogger<ExportFiles> log) : BackgroundService, IExportFiles
{
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (ExportFile File, string ActorId)> _files = [];

    public async Task<Result<ExportFile>> MakeAsync(ExportOrders command, IProgress<ExportProgress> progress, Actor actor, CancellationToken cancellationToken)
    {
        // A name of our own: what the client named could be anything on a disk that does not know case.
        var path = Path.Combine(options.Folder, Guid.NewGuid().ToString("N"));
        Result<ExportSummary> written;
        try
        {
            // The file first: an export that has begun has somewhere to go.
            await using var stream = Create(path);
            var begun = await exports.BeginAsync(command, actor, cancellationToken).ConfigureAwait(false);
            written = begun.IsSuccess ? await begun.Value.WriteToAsync(stream, progress, cancellationToken).ConfigureAwait(false) : begun.Error;
        }
        catch (Exception failure)
        {
            Remove(path);
            if (failure is not (IOException or UnauthorizedAccessException))
                throw;
            NotWritten(log, command.ExportId, failure);
            return new Unavailable("export.disk", "The file could not be written: the disk is full, or the folder cannot be written to.");
        }

        if (!written.IsSuccess)
        {
            Remove(path);
            return written.Error;
        }

        var now = clock.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"orders-{now.UtcDateTime:yyyyMMdd-HHmmss}.{command.Format.ToString().ToLowerInvariant()}");
        var file = new ExportFile(command.ExportId, name, path, command.Format, written.Value, now + options.KeepFor);
        _files[command.ExportId] = (file, actor.Id);
        return file;
    }

    public ExportFile? Find(string exportId, Actor actor) =>
        _files.TryGetValue(exportId, out var entry) && entry.ActorId == actor.Id && entry.File.Until > clock.GetUtcNow() ? entry.File : null;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(options.Folder);
        else
            Directory.CreateDirectory(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var left in Directory.EnumerateFiles(options.Folder))
            Remove(left);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Removes what has expired.</summary>
    public void Sweep()
    {
        foreach (var (id, (file, _)) in _files)
        {
            if (file.Until > clock.GetUtcNow())
                continue;
            Remove(file.Path);
            _files.TryRemove(id, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_sweepEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                Sweep();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private static FileStream Create(string path)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, how);
    }

    private void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotRemoved(log, failure);
        }
    }

    [LoggerMessage(1502, LogLevel.Error, "The file of export {ExportId} could not be written")]
    private static partial void NotWritten(ILogger log, string exportId, Exception failure);

    [LoggerMessage(1503, LogLevel.Error, "A file of the exports folder could not be removed: remove it by hand, it may hold personal data")]
    private static partial void NotRemoved(ILogger log, Exception failure);
}
