using System.Text;
using SQLitePCL;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// One SQLite connection, used by one thread at a time. Thin on purpose: statements are prepared once, spans are bound without making strings.
/// </summary>
internal sealed class Database : IDisposable
{
    private static readonly Version s_floor = new(3, 51, 3);
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Statement> _cached = [];

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public string Path { get; }

    public static string LibraryVersion => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>False inside a transaction.</summary>
    public bool InAutocommit => raw.sqlite3_get_autocommit(_handle) != 0;

    /// <summary>Rows that the last INSERT, UPDATE or DELETE changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Opens the file; <paramref name="create"/> permits making it.</summary>
    /// <exception cref="InvalidOperationException">The library is older than 3.51.3, whose WAL may lose commits (the WAL-reset race).</exception>
    public static Database Open(string path, bool readOnly, bool create = false)
    {
        if (!Version.TryParse(LibraryVersion, out var version) || version < s_floor)
            throw new InvalidOperationException($"SQLite {version} is too old: {s_floor} or newer is needed, because older ones can lose commits in WAL mode.");
        var flags = raw.SQLITE_OPEN_NOMUTEX
            | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | (create ? raw.SQLITE_OPEN_CREATE : 0));
        var result = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (result != raw.SQLITE_OK)
        {
            var failure = new SqliteFailure(result, raw.sqlite3_errstr(result).utf8_to_string());
            handle?.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, 5_000);
        return new Database(handle, path);
    }

    /// <summary>Runs statements without parameters or results.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>A statement of this connection, prepared at its first use and kept.</summary>
    public Statement Cached(string sql)
    {
        if (!_cached.TryGetValue(sql, out var statement))
            _cached.Add(sql, statement = Prepare(sql));
        return statement;
    }

    /// <summary>Resets every statement, also those that a failed read left in the middle of their rows.</summary>
    public void EndAll()
    {
        foreach (var statement in _cached.Values)
            statement.End();
    }

    /// <summary>Forgets the kept statements when there are more; none may be in use.</summary>
    public void TrimCache(int most)
    {
        if (_cached.Count <= most)
            return;
        foreach (var statement in _cached.Values)
            statement.Dispose();
        _cached.Clear();
    }

    /// <summary>The first column of the first row as a number; 0 when there is no row.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>The same, with a statement that is kept.</summary>
    public long CachedNumber(string sql)
    {
        var statement = Cached(sql).Begin();
        var number = statement.Step() ? statement.Int64(0) : 0;
        statement.End();
        return number;
    }

    /// <summary>The first column of the first row as text; empty when there is no row.</summary>
    public string Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, Encoding.UTF8.GetBytes(sql), raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>
    /// Copies the database page for page into an empty one, with SQLite's online backup. Inside a read transaction it is that transaction's moment that is copied,
    /// whoever writes meanwhile.
    /// </summary>
    public void CopyTo(Database target, CancellationToken cancellationToken)
    {
        using var backup = raw.sqlite3_backup_init(target._handle, "main", _handle, "main");
        if (backup is null || backup.IsInvalid)
            target.Check(raw.sqlite3_errcode(target._handle));
        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, 2_048);
        }
        while (result == raw.SQLITE_OK);
        target.Check(result);
    }

    /// <summary>Makes a running statement of this connection fail with an interrupt; the one call that another thread may make.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    public void Check(int result)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
            return;
        throw new SqliteFailure(raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in _cached.Values)
            statement.Dispose();
        _cached.Clear();
        _handle.Dispose();
    }
}
