using BackOffice.Core;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Rollouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Tests.Fakes;

/// <summary>The whole embedded back end without the web, or with another store: real store, real engine, sandbox gateways, in a folder of its own, with intervals of milliseconds.</summary>
internal sealed class EmbeddedLab : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly bool _ownsFolder;

    private EmbeddedLab(IHost host, string folder, bool ownsFolder) => (_host, Folder, _ownsFolder) = (host, folder, ownsFolder);

    public string Folder { get; }

    public IStore Store => Get<IStore>();

    public IOrderCommands Commands => Get<IOrderCommands>();

    public IOrders Orders => Get<IOrders>();

    public static PipelineOptions Fast { get; } = new()
    {
        BatchEvery = TimeSpan.FromSeconds(1),
        LookEvery = TimeSpan.FromMilliseconds(100),
        LookUpAfter = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)],
        InstantDue = TimeSpan.FromSeconds(20),
        BatchDue = TimeSpan.FromSeconds(60),
        MaxFallbacks = 2,
    };

    public static async Task<EmbeddedLab> StartAsync(string? folder = null, PipelineOptions? pipeline = null, int dial = 10_000, Action<IServiceCollection, DataFolder>? store = null)
    {
        var path = folder ?? Path.Combine(Path.GetTempPath(), "backoffice-" + Guid.NewGuid().ToString("N"));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var data = DataFolder.Open(path, TimeProvider.System);
        builder.Services.AddSingleton(_ => data);
        store?.Invoke(builder.Services, data);
        builder.Services.AddEmbeddedBackend(data, new SandboxOptions
        {
            TimeoutDelay = TimeSpan.FromMilliseconds(20), SlowDelay = TimeSpan.FromMilliseconds(50), LateDelay = TimeSpan.FromMilliseconds(150),
        });
        builder.Services.AddBackOfficeCore(pipeline ?? Fast);
        builder.Services.AddBackOfficePipeline();
        var host = builder.Build();
        _ = host.Services.GetRequiredService<DataFolder>();
        await host.StartAsync();
        var lab = new EmbeddedLab(host, path, folder is null);
        await lab.DialAsync(dial);
        return lab;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task<OrderHead> PlaceAsync(OrderRequest request, string key)
    {
        var placed = await Commands.PlaceAsync(new PlaceOrder(request, "test", key, "sha-" + key), PipelineLab.Operator, default);
        Assert.True(placed.IsSuccess, placed.Error?.Message);
        return placed.Value.Head;
    }

    public async Task<OrderView> ViewAsync(OrderId order) => (await Orders.GetAsync(order, PipelineLab.Operator, default)).Value;

    /// <summary>Waits until the order is as asked; the view it then had, or a failed assertion that says how it stood.</summary>
    public async Task<OrderHead> UntilAsync(OrderId order, Func<OrderHead, bool> reached, int seconds = 30)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var subscription = Get<BackOffice.Core.Live.IOrderFeed>().Subscribe(order);
        while (true)
        {
            var head = OrderDraft.HeadOf((await Store.GetAsync(order.Subject, default))!);
            if (reached(head))
                return head;
            try
            {
                await subscription.Deltas.WaitToReadAsync(patience.Token);
                while (subscription.Deltas.TryRead(out _))
                {
                    // The newest state is read from the store.
                }
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{order} stands at {head.Headline}, {head.Workflow}, {head.Step}, route {head.Route}.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private async Task DialAsync(int dial)
    {
        var rollouts = Get<IRollouts>();
        var actor = PipelineLab.Person("pm|1", "Noor Abelard", BackOffice.Core.Access.Role.ProductManager);
        var policy = (await rollouts.GetAsync(RolloutPolicy.CityOrdersInstantProcessing, actor, default)).Value;
        if (policy.Dial != dial)
            Assert.True((await rollouts.SetAsync(new SetRollout(policy.Flag, Guid.NewGuid().ToString("N"), policy.Version, "Test", dial), actor, default)).IsSuccess);
    }
}
