namespace BackOffice.Core.Backends.Embedded;

/// <summary>Why a data folder or a database in it is not opened.</summary>
public enum DataRefusal
{
    /// <summary>Another process owns the folder.</summary>
    InUse,

    /// <summary>The folder is marked as initialised, and the database is not there.</summary>
    Missing,

    /// <summary>Empty, cut off, not a database, or the database of something else.</summary>
    Damaged,

    /// <summary>Written by a newer version of the program.</summary>
    Newer,

    /// <summary>A folder with other content than ours, and without our marker.</summary>
    Foreign,

    /// <summary>The folder cannot be created, read or written.</summary>
    NoAccess,
}

/// <summary>
/// The program does not start on this data: it would have to guess, and a guess may cost orders. Nothing was changed. The start says
/// <see cref="Exception.Message"/> and <see cref="WhatToDo"/> and ends.
/// </summary>
public sealed class DataRefused : Exception
{
    public DataRefused(DataRefusal refusal, string path, string message, string whatToDo, Exception? inner = null)
        : base(message, inner)
    {
        Refusal = refusal;
        Path = path;
        WhatToDo = whatToDo;
    }

    public DataRefusal Refusal { get; }

    /// <summary>The folder or file it is about.</summary>
    public string Path { get; }

    /// <summary>Instructions for the person who starts the program.</summary>
    public string WhatToDo { get; }

    /// <summary>The database that the marker promises is gone.</summary>
    public static DataRefused Missing(string path) => new(
        DataRefusal.Missing,
        path,
        $"The database {path} is missing, although its folder was in use before.",
        "Put the file back from a backup (with its -wal file, if there was one). To begin anew on purpose, give --data another, empty folder. " +
        "An empty database is never created in its place.");

    /// <summary>The file is there and cannot be the database that was written.</summary>
    public static DataRefused Damaged(string path, string why, Exception? inner = null) => new(
        DataRefusal.Damaged,
        path,
        $"The database {path} is damaged: {why}",
        "Copy the whole folder aside first. Then put the file back from a backup, or repair a copy with SQLite's \".recover\". " +
        "It is never replaced by an empty one.",
        inner);

    /// <summary>The file's format is one that this program does not know yet.</summary>
    public static DataRefused Newer(string path, long found, long known) => new(
        DataRefusal.Newer,
        path,
        $"{path} has format {found}; this program knows formats up to {known}.",
        "Start the version of the program that wrote it, or a newer one. Formats only go forward; to go back, restore the backup made before the update.");
}
