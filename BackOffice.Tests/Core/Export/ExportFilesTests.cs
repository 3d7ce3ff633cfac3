using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Export;

public sealed class ExportFilesTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bo-exports-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly ExportFixture _lab = new();

    private ExportFiles Files => field ??= new ExportFiles(_lab.Exports, new ExportOptions { Folder = _folder, KeepFor = TimeSpan.FromHours(1) }, _lab.Clock, NullLogger<ExportFiles>.Instance);

    [Fact]
    public async Task Start_WithFilesLeft_RemovesThem_AndTheFolderIsTheOwnersAlone()
    {
        await Files.StartAsync(default);
        await File.WriteAllTextAsync(Path.Combine(_folder, "left"), "Dora Whitfield");
        await Files.StopAsync(default);
        using var again = new ExportFiles(_lab.Exports, new ExportOptions { Folder = _folder }, _lab.Clock, NullLogger<ExportFiles>.Instance);
        await again.StartAsync(default);
        await again.StopAsync(default);

        Assert.Empty(Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public async Task Make_Whole_IsFoundByItsMakerAlone_AndReadableByTheOwnerAlone()
    {
        await Files.StartAsync(default);
        _lab.Holds(3);

        var made = await MakeAsync();

        Assert.Equal(made.Value, Files.Find("e-1", ExportFixture.Operations));
        Assert.Null(Files.Find("e-1", ExportFixture.Operations with { Id = "op|2" }));
        Assert.Null(Files.Find("e-2", ExportFixture.Operations));
        Assert.Equal(3, ExportFixture.Read(await File.ReadAllBytesAsync(made.Value.Path)).Count - 2);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.Value.Path));
        await Files.StopAsync(default);
    }

    [Fact]
    public async Task File_PastItsTime_IsNotFoundAndRemoved()
    {
        await Files.StartAsync(default);
        _lab.Holds(1);
        var path = (await MakeAsync()).Value.Path;
        await Eventually.TrueAsync(() => _lab.Clock.Waiting > 0);

        _lab.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(File.Exists(path));
        Assert.NotNull(Files.Find("e-1", ExportFixture.Operations));
        _lab.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(Files.Find("e-1", ExportFixture.Operations));
        await Eventually.TrueAsync(() => !File.Exists(path));
        await Files.StopAsync(default);
    }

    [Fact]
    public async Task Make_Stopped_LeavesNoFile()
    {
        await Files.StartAsync(default);
        _lab.Holds(1_000);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Files.MakeAsync(ExportFixture.Command(), new Told(progress => stop.CancelAfterRows(progress, 200)), ExportFixture.Operations, stop.Token));

        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Null(Files.Find("e-1", ExportFixture.Operations));
        await Files.StopAsync(default);
    }

    [Fact]
    public async Task Make_Refused_LeavesNoFile()
    {
        await Files.StartAsync(default);

        var made = await Files.MakeAsync(ExportFixture.Command(query: "statsu:x"), new Told(_ => { }), ExportFixture.Operations, default);

        Assert.IsType<Invalid>(made.Error);
        Assert.Empty(Directory.GetFiles(_folder));
        await Files.StopAsync(default);
    }

    [Fact]
    public async Task Make_FolderGone_IsUnavailable_AndNothingHasBegun()
    {
        _lab.Holds(1);

        Assert.Equal("export.disk", Assert.IsType<Unavailable>((await MakeAsync()).Error).Code);
        Assert.Equal(0, _lab.Store.Commits);
    }

    public void Dispose()
    {
        Files.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private Task<Result<ExportFile>> MakeAsync() => Files.MakeAsync(ExportFixture.Command(), new Told(_ => { }), ExportFixture.Operations, default);
}
