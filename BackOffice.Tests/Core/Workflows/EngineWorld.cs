using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>An engine on a folder of its own.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    private EngineWorld(string folder, TimeProvider clock, Func<WorkflowOptions, WorkflowOptions>? configure)
    {
        Folder = folder;
        Clock = clock;
        Options = new WorkflowOptions { File = Path.Combine(folder, WorkflowOptions.FileName), CreateIfMissing = true };
        Options = configure?.Invoke(Options) ?? Options;
        Engine = NewEngine();
    }

    public string Folder { get; }

    public TimeProvider Clock { get; }

    public WorkflowOptions Options { get; private set; }

    public EmbeddedWorkflows Engine { get; private set; }

    public string File => Options.File;

    public static async Task<EngineWorld> StartAsync(
        TimeProvider? clock = null, Func<WorkflowOptions, WorkflowOptions>? configure = null, string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("bo-engine-").FullName;
        var world = new EngineWorld(folder, clock ?? TimeProvider.System, configure);
        await world.Engine.StartAsync(default);
        return world;
    }

    /// <summary>The file and its log as they are on disk now, opened by another engine: what a killed process leaves behind.</summary>
    /// <param name="clock">Its clock; the same one when null.</param>
    /// <param name="change">What else the kill did to the database, by its path.</param>
    public async Task<EngineWorld> AfterKillAsync(TimeProvider? clock = null, Action<string>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("bo-engine-").FullName;
        foreach (var file in Directory.GetFiles(Folder, WorkflowOptions.FileName + "*"))
        {
            if (!file.EndsWith("-shm", StringComparison.Ordinal))
                System.IO.File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        change?.Invoke(Path.Combine(folder, WorkflowOptions.FileName));
        return await StartAsync(clock ?? Clock, o => Options with { File = o.File, CreateIfMissing = false }, folder);
    }

    /// <summary>Stops the engine and starts another on the same file.</summary>
    public async Task RestartAsync()
    {
        await Engine.DisposeAsync();
        Options = Options with { CreateIfMissing = false };
        Engine = NewEngine();
        await Engine.StartAsync(default);
    }

    public async Task InstallAsync(string asl, string name = "test")
    {
        var installed = await Engine.InstallAsync(name, asl, default);
        Assert.True(installed.IsSuccess, installed.Error?.Message);
    }

    public async Task<ExecutionDescription> BeginAsync(string name, string input = "{}", string definition = "test")
    {
        var started = await Engine.StartAsync(definition, name, input, default);
        Assert.True(started.IsSuccess, started.Error?.Message);
        return started.Value;
    }

    public async Task<ActivityTask> TakeAsync(string activity)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await Engine.GetTaskAsync(activity, "w", patience.Token) ?? throw new InvalidOperationException($"No task of {activity}.");
    }

    public async Task<ExecutionDescription> DescribeAsync(string name) =>
        await Engine.DescribeAsync(name, default) ?? throw new InvalidOperationException($"No execution {name}.");

    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string name)
    {
        var events = new List<HistoryEvent>();
        string? cursor = null;
        do
        {
            var page = (await Engine.HistoryAsync(name, false, cursor, 1_000, default)).Value;
            events.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return events;
    }

    public async Task<string[]> TypesAsync(string name) => [.. (await HistoryAsync(name)).Select(e => e.Type)];

    /// <summary>Waits until the engine says so; it works on its own thread.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 2_000; i++)
        {
            if (await condition())
                return;
            await Task.Delay(5);
        }

        Assert.Fail("It did not come about within ten seconds.");
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private EmbeddedWorkflows NewEngine() => new(Options, Clock, NullLogger<EmbeddedWorkflows>.Instance);
}
