using System.Text;
using SQLitePCL;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>A prepared statement. Parameters count from 1, columns from 0. Use: <see cref="Begin"/>, Add…, <see cref="Step"/> or <see cref="Run"/>.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    private const int OnStack = 512;
    private int _next = 1;

    /// <summary>Ready for new parameters, whatever happened before.</summary>
    public Statement Begin()
    {
        _ = raw.sqlite3_reset(handle); // repeats the error of the last step, which was thrown then
        _next = 1;
        return this;
    }

    public Statement Add(long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, _next++, value));
        return this;
    }

    public Statement Add(long? value) => value is { } number ? Add(number) : AddNull();

    public Statement Add(string? value)
    {
        if (value is null)
            return AddNull();
        Span<byte> bytes = stackalloc byte[OnStack];
        if (Encoding.UTF8.GetMaxByteCount(value.Length) > OnStack)
            bytes = new byte[Encoding.UTF8.GetByteCount(value)];
        return AddText(bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public Statement AddText(ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which SQLite takes for NULL.
        database.Check(utf8.IsEmpty ? raw.sqlite3_bind_text(handle, _next++, "") : raw.sqlite3_bind_text(handle, _next++, utf8));
        return this;
    }

    public Statement AddBlob(ReadOnlySpan<byte> bytes)
    {
        database.Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, _next++, 0) : raw.sqlite3_bind_blob(handle, _next++, bytes));
        return this;
    }

    public Statement AddNull()
    {
        database.Check(raw.sqlite3_bind_null(handle, _next++));
        return this;
    }

    /// <summary>True while there is a row.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            database.Check(result);
        return false;
    }

    /// <summary>Steps to the end and lets go of the locks it holds.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            _ = raw.sqlite3_reset(handle);
        }
    }

    /// <summary>Lets go of the read transaction; the columns are gone after it.</summary>
    public void End() => _ = raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Text as UTF-8 or a blob; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();
}
