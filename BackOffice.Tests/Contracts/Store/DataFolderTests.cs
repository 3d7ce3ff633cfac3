using System.Globalization;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Store;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>The folder's lock and marker, and every file that must be refused and left as it is.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("backoffice-folder-").FullName;

    private string Data => Path.Combine(_root, "data");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Open_SecondTime_SaysWhichProcessHoldsIt()
    {
        using var folder = DataFolder.Open(Data, TimeProvider.System);

        var refused = Assert.Throws<DataRefused>(() => DataFolder.Open(Data, TimeProvider.System));

        Assert.Equal(DataRefusal.InUse, refused.Refusal);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.WhatToDo);
    }

    [Fact]
    public void Open_AfterDispose_Works()
    {
        DataFolder.Open(Data, TimeProvider.System).Dispose();

        DataFolder.Open(Data, TimeProvider.System).Dispose();
    }

    [Fact]
    public void Open_NewFolder_IsTheOwnersAlone()
    {
        using var folder = DataFolder.Open(Data, TimeProvider.System);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
    }

    [Fact]
    public void Open_FolderOfSomethingElse_IsRefusedUntouched()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "letter.txt"), "mine");

        Assert.Equal(DataRefusal.Foreign, Assert.Throws<DataRefused>(() => DataFolder.Open(Data, TimeProvider.System)).Refusal);

        Assert.Equal(["letter.txt"], Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName));
    }

    [Fact]
    public void Open_MarkerGoneFromUsedFolder_IsRefused()
    {
        DataFolder.Open(Data, TimeProvider.System).Dispose();
        File.WriteAllText(Path.Combine(Data, "orders.db"), "");
        File.Delete(Path.Combine(Data, "backoffice.json"));

        Assert.Equal(DataRefusal.Foreign, Assert.Throws<DataRefused>(() => DataFolder.Open(Data, TimeProvider.System)).Refusal);
    }

    [Theory]
    [InlineData("", DataRefusal.Damaged)]
    [InlineData("{", DataRefusal.Damaged)]
    [InlineData("{\"format\":1}", DataRefusal.Damaged)]
    [InlineData("{\"format\":2,\"folderId\":\"00000000-0000-0000-0000-000000000000\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"databases\":[]}", DataRefusal.Newer)]
    public void Open_OddMarker_IsRefused(string marker, DataRefusal refusal)
    {
        DataFolder.Open(Data, TimeProvider.System).Dispose();
        File.WriteAllText(Path.Combine(Data, "backoffice.json"), marker);

        Assert.Equal(refusal, Assert.Throws<DataRefused>(() => DataFolder.Open(Data, TimeProvider.System)).Refusal);
    }

    [Fact]
    public async Task Store_MissingDatabase_IsRefusedAndNotMade()
    {
        await using var fixture = await UsedAsync();
        var path = Path.Combine(fixture.Path, StoreFile.Name);
        var whole = await File.ReadAllBytesAsync(path);
        File.Delete(path);

        Assert.Equal(DataRefusal.Missing, Assert.Throws<DataRefused>(fixture.Reopen).Refusal);

        Assert.False(File.Exists(path));
        await BringBackAsync(fixture, path, whole);
    }

    [Theory]
    [InlineData("empty", DataRefusal.Damaged)]
    [InlineData("short", DataRefusal.Damaged)]
    [InlineData("garbage", DataRefusal.Damaged)]
    [InlineData("half", DataRefusal.Damaged)]
    [InlineData("middle", DataRefusal.Damaged)]
    [InlineData("newer", DataRefusal.Newer)]
    [InlineData("other program", DataRefusal.Damaged)]
    [InlineData("empty database", DataRefusal.Damaged)]
    [InlineData("table gone", DataRefusal.Damaged)]
    public async Task Store_OddDatabase_IsRefusedAndLeftAsItIs(string what, DataRefusal refusal)
    {
        await using var fixture = await UsedAsync();
        var path = Path.Combine(fixture.Path, StoreFile.Name);
        var whole = await File.ReadAllBytesAsync(path);
        Damage(path, whole, what);
        var odd = await File.ReadAllBytesAsync(path);

        var refused = Assert.Throws<DataRefused>(fixture.Reopen);

        Assert.Equal(refusal, refused.Refusal);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.WhatToDo);
        Assert.Equal(odd, await File.ReadAllBytesAsync(path));
        await BringBackAsync(fixture, path, whole);
    }

    [Fact]
    public async Task Key_GoneOrGarbled_IsRefusedAndNotMadeAnew()
    {
        await using var fixture = new EmbeddedStoreFixture();
        using (CheckpointKeyFile.Open(fixture.Folder))
        {
        }

        var path = Path.Combine(fixture.Path, "keys", "audit-checkpoints.pem");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.WriteAllText(path, "x");
        Assert.Equal(DataRefusal.Damaged, Assert.Throws<DataRefused>(() => CheckpointKeyFile.Open(fixture.Folder)).Refusal);
        File.Delete(path);
        Assert.Equal(DataRefusal.Missing, Assert.Throws<DataRefused>(() => CheckpointKeyFile.Open(fixture.Folder)).Refusal);
        Assert.False(File.Exists(path));
    }

    private static void Damage(string path, byte[] whole, string what)
    {
        switch (what)
        {
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "short":
                File.WriteAllBytes(path, whole[..10]);
                break;
            case "garbage":
                File.WriteAllBytes(path, new byte[whole.Length]);
                break;
            case "half":
                File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
                break;
            case "middle":
                Array.Fill(whole = [.. whole], (byte)0xA5, 4096 * 2, 4096 * 8);
                File.WriteAllBytes(path, whole);
                break;
            case "empty database":
                File.Delete(path);
                Sql(path, "CREATE TABLE t (a); DROP TABLE t");
                break;
            case "other program":
                File.Delete(path);
                Sql(path, "CREATE TABLE t (a)");
                break;
            case "newer":
                Sql(path, "PRAGMA user_version = 99");
                break;
            default:
                Sql(path, "DROP TABLE counters");
                break;
        }
    }

    private static void Sql(string path, string sql)
    {
        using var database = Database.Open(path, readOnly: false, create: true);
        database.Execute(sql);
        database.Execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    }

    private static async Task<EmbeddedStoreFixture> UsedAsync()
    {
        var fixture = new EmbeddedStoreFixture();
        for (var i = 0; i < 50; i++)
            await fixture.Store.CommitAsync(Sample.Place(Sample.Order(i)), CancellationToken.None);
        await fixture.CloseAsync();
        return fixture;
    }

    /// <summary>With its file back, the folder opens again: refusing changed nothing.</summary>
    private static async Task BringBackAsync(EmbeddedStoreFixture fixture, string path, byte[] whole)
    {
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        await File.WriteAllBytesAsync(path, whole);
        fixture.Reopen();
        Assert.NotNull(await fixture.Store.GetAsync(Sample.Id(49).Subject, CancellationToken.None));
    }
}
