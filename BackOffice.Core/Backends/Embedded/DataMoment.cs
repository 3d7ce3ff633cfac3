using System.Diagnostics;
using BackOffice.Core.Backends.Embedded.Store;
using SQLitePCL;

namespace BackOffice.Core.Backends.Embedded;

/// <summary>Open snapshots of every database of a folder, all of one moment, with the marker and the length of the checkpoints' file as they were then.</summary>
internal sealed class DataMoment : IDisposable
{
    private const int MostTries = 50;

    private readonly List<Database> _snapshots = [];
    private readonly byte[] _marker;
    private readonly string? _checkpoints;
    private readonly long _checkpointBytes;

    private DataMoment(DataFolder folder, string? checkpoints)
    {
        foreach (var path in folder.Databases())
        {
            var snapshot = Database.Open(path, readOnly: true);
            _snapshots.Add(snapshot);
            snapshot.Execute("BEGIN");
            snapshot.Number("SELECT count(*) FROM sqlite_schema"); // BEGIN alone opens no snapshot
        }

        _marker = File.ReadAllBytes(folder.PathOf(DataMarker.FileName));
        _checkpoints = checkpoints;
        // Appended to outside of transactions, after the database has the line: as long as it is now, it has no line that the snapshot has not.
        _checkpointBytes = checkpoints is not null && new FileInfo(checkpoints) is { Exists: true } file ? file.Length : 0;
    }

    /// <summary>How long nobody could write.</summary>
    public TimeSpan Held { get; private set; }

    /// <exception cref="SqliteFailure">A database cannot be read, or somebody writes without a pause.</exception>
    public static DataMoment Take(DataFolder folder, string? checkpoints, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var locks = new List<Database>();
            var held = Stopwatch.StartNew();
            try
            {
                foreach (var path in folder.Databases())
                    locks.Add(Lock(path));
                return new DataMoment(folder, checkpoints) { Held = held.Elapsed };
            }
            catch (SqliteFailure busy) when (busy.Code is raw.SQLITE_BUSY && tried < MostTries)
            {
                // Nobody is kept waiting for longer than one lock's patience: let go of all and begin anew.
            }
            finally
            {
                locks.ForEach(database => database.Dispose());
            }
        }
    }

    /// <summary>Every database checked, then the marker, which makes a data folder of it.</summary>
    public void CopyTo(string folder, CancellationToken cancellationToken)
    {
        foreach (var snapshot in _snapshots)
        {
            var path = Path.Combine(folder, Path.GetFileName(snapshot.Path));
            using var copy = Database.Open(path, readOnly: false, create: true);
            snapshot.CopyTo(copy, cancellationToken);
            if (copy.Text("PRAGMA quick_check(1)") is var verdict && verdict != "ok")
                throw new IOException($"the copy {path} is damaged: {verdict}");
        }

        if (_checkpoints is not null && _checkpointBytes > 0)
            CopyCheckpoints(Path.Combine(folder, "checkpoints"));
        File.WriteAllBytes(Path.Combine(folder, DataMarker.FileName), _marker);
    }

    public void Dispose() => _snapshots.ForEach(snapshot => snapshot.Dispose());

    private void CopyCheckpoints(string folder)
    {
        Directory.CreateDirectory(folder);
        using var from = new FileStream(_checkpoints!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var to = File.Create(Path.Combine(folder, Path.GetFileName(_checkpoints!)));
        var buffer = new byte[64 * 1024];
        for (var left = _checkpointBytes; left > 0;)
        {
            var read = from.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new IOException("the file of the checkpoints became shorter");
            to.Write(buffer, 0, read);
            left -= read;
        }

        to.Flush(flushToDisk: true);
    }

    /// <summary>A write transaction that writes nothing: while it is open, nobody commits.</summary>
    private static Database Lock(string path)
    {
        var database = Database.Open(path, readOnly: false);
        try
        {
            database.Execute("PRAGMA busy_timeout = 250; BEGIN IMMEDIATE");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
