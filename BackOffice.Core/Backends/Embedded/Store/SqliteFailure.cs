using BackOffice.Core.Common;
using SQLitePCL;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>SQLite said no: its extended result code and its words.</summary>
internal sealed class SqliteFailure(int extendedCode, string message) : Exception($"SQLite {extendedCode}: {message}")
{
    /// <summary>The primary result code: the low byte.</summary>
    public int Code => extendedCode & 0xff;

    public int ExtendedCode => extendedCode;

    public bool IsInterrupt => Code == raw.SQLITE_INTERRUPT;

    /// <summary>The outage that a caller is told; null when it is no outage but a bug of ours.</summary>
    public Unavailable? Outage => Code switch
    {
        raw.SQLITE_FULL => new("store.disk-full", "The disk is full; nothing was stored. Free some space and try again."),
        raw.SQLITE_READONLY => new("store.read-only", "The data folder is read-only; nothing was stored. Make it writable and try again."),
        raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN => new("store.disk", "The disk reports an error; whether the change was stored must be read again once it works."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => new("store.busy", "Another program holds the database. Try again."),
        raw.SQLITE_NOMEM => new("store.memory", "There is not enough memory; nothing was stored."),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new("store.damaged", "The database is damaged. Stop the program, copy the data folder aside, and restore a backup.", false),
        _ => null,
    };
}
