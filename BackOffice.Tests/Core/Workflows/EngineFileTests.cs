using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Workflows;

public sealed class EngineFileTests
{
    private const string Hold =
        """{"StartAt":"Hold","States":{"Hold":{"Type":"Task","Resource":"${activity:hold}","End":true}}}""";

    [Fact]
    public async Task Open_MissingEmptyDamagedCutOrNewer_IsRefusedAndLeftAsItIs()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("bo-engine-").FullName, "workflows.db");
        Assert.Equal(DataRefusal.Missing, await RefusalAsync(file));
        Assert.False(File.Exists(file));

        await File.WriteAllBytesAsync(file, []);
        Assert.Equal(DataRefusal.Damaged, await RefusalAsync(file));
        Assert.Equal(0, new FileInfo(file).Length);

        await File.WriteAllTextAsync(file, new string('x', 5_000));
        Assert.Equal(DataRefusal.Damaged, await RefusalAsync(file));
        Assert.Equal(5_000, new FileInfo(file).Length);

        await using (var world = await EngineWorld.StartAsync())
        {
            await world.InstallAsync(Hold);
            for (var i = 0; i < 50; i++)
                await world.BeginAsync($"run-{i}");
            await world.Engine.DisposeAsync();
            var good = await File.ReadAllBytesAsync(world.File);

            await File.WriteAllBytesAsync(file, good[..(good.Length / 2)]);
            Assert.Equal(DataRefusal.Damaged, await RefusalAsync(file));

            await File.WriteAllBytesAsync(file, good);
            Change(file, "PRAGMA user_version=99");
            Assert.Equal(DataRefusal.Newer, await RefusalAsync(file));

            await File.WriteAllBytesAsync(file, good);
            Change(file, "PRAGMA application_id=7");
            Assert.Equal(DataRefusal.Damaged, await RefusalAsync(file));
        }

        Directory.Delete(Path.GetDirectoryName(file) ?? file, recursive: true);
    }

    /// <summary>A checkpoint writes the first page first: the header then names pages that are in the log alone.</summary>
    [Fact]
    public async Task Open_KilledInACheckpoint_GoesOn()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.InstallAsync(Hold);
        for (var i = 0; i < 200; i++)
            await world.BeginAsync($"run-{i}", $"\"{new string('x', 2_000)}\"");

        await using var killed = await world.AfterKillAsync(change: copy =>
        {
            using var file = File.OpenWrite(copy);
            Assert.True(file.Length < 100 * 4096);
            file.Position = 28;
            file.Write([0, 0, 0, 120]);
        });

        Assert.Equal(200, (await killed.Engine.ListAsync(new BackOffice.Core.Workflows.ExecutionQuery(), null, 1_000, default)).Items.Count);
        Assert.True((await killed.Engine.SucceedAsync((await killed.TakeAsync("hold")).Token, "{}", default)).IsSuccess);
    }

    private static async Task<DataRefusal> RefusalAsync(string file)
    {
        await using var engine = new EmbeddedWorkflows(
            new WorkflowOptions { File = file }, TimeProvider.System, NullLogger<EmbeddedWorkflows>.Instance);
        var refused = await Assert.ThrowsAsync<DataRefused>(() => engine.StartAsync(default));
        Assert.NotEmpty(refused.WhatToDo);
        return refused.Refusal;
    }

    internal static void Change(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
