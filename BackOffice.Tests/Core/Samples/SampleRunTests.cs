using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Rollouts;
using BackOffice.Core.Samples;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SampleOrders = BackOffice.Core.Samples.SampleOrders;

namespace BackOffice.Tests.Core.Samples;

/// <summary>Sample orders on the whole embedded back end.</summary>
public sealed class SampleRunTests : IDisposable
{
    private static readonly SampleOptions s_quick = new() { Allowed = true, ASecond = 1_000, TrickleEvery = TimeSpan.FromMilliseconds(100) };
    private static readonly Actor s_agent = PipelineLab.Person("idp|7", "Ama Kestrel", Role.SupportAgent);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bo-samples-" + Guid.NewGuid().ToString("N")[..8]);

    [Fact]
    public async Task Start_OnAnEmptyStore_PlacesMarkedOrdersThroughThePipelineOnBothPaths()
    {
        await using var lab = await StartAsync(s_quick, dial: 0);
        var samples = lab.Get<ISamples>();

        var started = await samples.StartAsync(new StartSamples("first", 0, 60, Trickle: false), s_agent, default);

        Assert.Equal((60, 1L), (started.Value.Wanted, started.Value.Commands));
        await UntilAsync(lab, run => run.Placed == 60);
        var orders = (await lab.Orders.SearchAsync(new OrderQuery(), null, 200, s_agent, default)).Value.Items;
        Assert.Equal(60, orders.Count);
        Assert.All(orders, order => Assert.True(SampleOrders.IsSample(order)));
        Assert.Equal(2, orders.Select(order => order.Route.Path).Distinct().Count());
        Assert.Equal(7_000, (await lab.Get<IRollouts>().GetAsync(RolloutPolicy.CityOrdersInstantProcessing, s_agent, default)).Value.Dial);
        var instant = orders.First(order => order.Route.Path is OrderPath.Instant && order.Tenders[0].Token == "tok_ok" && !order.Customer.Email.Contains('+', StringComparison.Ordinal));
        Assert.Equal(Headline.Done, (await lab.UntilAsync(instant.Id, head => head.Headline is Headline.Done)).Headline);
        var found = await lab.Orders.SearchAsync(QueryText.Parse("ref:sample-000007", DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc).Query, null, 10, s_agent, default);
        Assert.Equal("sample-000007", Assert.Single(found.Value.Items).Intake.Key);
    }

    [Fact]
    public async Task Start_WhereSomebodySetTheDial_LeavesIt()
    {
        await using var lab = await StartAsync(s_quick, dial: 1_500);

        await lab.Get<ISamples>().StartAsync(new StartSamples("first", 0, 1, Trickle: false), s_agent, default);

        Assert.Equal(1_500, (await lab.Get<IRollouts>().GetAsync(RolloutPolicy.CityOrdersInstantProcessing, s_agent, default)).Value.Dial);
    }

    [Fact]
    public async Task Restart_InTheMiddle_GoesOnAndPlacesNothingTwice()
    {
        int before;
        await using (var lab = await StartAsync(s_quick with { ASecond = 100 }, dial: 0))
        {
            await lab.Get<ISamples>().StartAsync(new StartSamples("first", 0, 120, Trickle: false), s_agent, default);
            before = (await UntilAsync(lab, run => run.Placed >= 20)).Placed;
        }

        await using var again = await StartAsync(s_quick, dial: 7_000);
        await UntilAsync(again, run => run.Placed == 120);

        Assert.InRange(before, 20, 119);
        var counts = (await again.Orders.CountsAsync(s_agent, default)).Value;
        Assert.Equal(120, counts.Values.Sum());
    }

    [Fact]
    public async Task Trickle_GoesOnUntilStopped_AndCommandsAreIdempotentAndAudited()
    {
        var clock = new FakeClock(DateTimeOffset.UnixEpoch);
        await using var lab = await EmbeddedLab.StartAsync(_folder, dial: 0, store: (services, _) => services.AddSamples(s_quick, run: false)
            .AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<SampleJob>(provider, clock)));
        var samples = lab.Get<ISamples>();
        await samples.StartAsync(new StartSamples("start-1", 0, 0, Trickle: true), s_agent, default);
        for (var order = 1; order <= 3; order++)
        {
            await Eventually.TrueAsync(() => clock.Waiting == 1);
            clock.Advance(s_quick.TrickleEvery);
            await UntilAsync(lab, run => run.Placed == order);
        }

        var stale = await samples.StopAsync(new StopSamples("stop-0", 0), s_agent, default);
        var stopped = await samples.StopAsync(new StopSamples("stop-1", 1), s_agent, default);
        var repeated = await samples.StopAsync(new StopSamples("stop-1", 1), s_agent, default);

        Assert.Equal("samples.version", Assert.IsType<Conflict>(stale.Error).Code);
        Assert.False(stopped.Value.Trickle);
        Assert.Equal(stopped.Value.Commands, repeated.Value.Commands);
        // Once the job has placed what is asked for next, it has seen that it was stopped; whatever time passes then, only what is asked for comes.
        await samples.StartAsync(new StartSamples("start-2", 2, 1, Trickle: false), s_agent, default);
        await UntilAsync(lab, run => run.Placed == 4);
        clock.Advance(s_quick.TrickleEvery * 5);
        await samples.StartAsync(new StartSamples("start-3", 3, 1, Trickle: false), s_agent, default);
        await UntilAsync(lab, run => !run.IsRunning);
        Assert.Equal(5, (await lab.Orders.CountsAsync(s_agent, default)).Value.Values.Sum());
        var audit = await lab.Store.AuditAsync(new AuditQuery { Subject = SampleRun.Subject.Value }, null, 10, default);
        Assert.Equal(
            [AuditActions.SamplesStarted, AuditActions.SamplesStarted, AuditActions.SamplesStopped, AuditActions.SamplesStarted], audit.Items.Select(entry => entry.Entry.Action));
        Assert.Equal("Ama Kestrel", audit.Items[0].Detail?.ActorName);
    }

    [Fact]
    public async Task Everything_OutsideDevelopment_IsRefusedAndNothingRuns()
    {
        await using var lab = await StartAsync(s_quick with { Allowed = false }, dial: 0);
        var samples = lab.Get<ISamples>();

        Error?[] errors =
        [
            (await samples.GetAsync(s_agent, default)).Error, (await samples.StartAsync(new StartSamples("one", 0, 5, Trickle: true), s_agent, default)).Error,
            (await samples.StopAsync(new StopSamples("two", 0), s_agent, default)).Error,
        ];

        Assert.All(errors, error => Assert.Equal("samples.not-here", error?.Code));
        Assert.Equal(0, (await lab.Orders.CountsAsync(s_agent, default)).Value.Values.Sum());
        Assert.Null(await lab.Store.GetAsync(SampleRun.Subject, default));
    }

    [Theory]
    [InlineData(20_001, false)]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task Start_WrongNumber_IsInvalid(int orders, bool trickle)
    {
        await using var lab = await StartAsync(s_quick, dial: 0);

        Assert.IsType<Invalid>((await lab.Get<ISamples>().StartAsync(new StartSamples("one", 0, orders, trickle), s_agent, default)).Error);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private Task<EmbeddedLab> StartAsync(SampleOptions options, int dial) =>
        EmbeddedLab.StartAsync(_folder, dial: dial, store: (services, _) => services.AddSamples(options, run: true));

    private static async Task<SampleRun> UntilAsync(EmbeddedLab lab, Func<SampleRun, bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var commits = lab.Get<BackOffice.Core.Live.ICommitFeed>().Subscribe();
        while (true)
        {
            var run = (await lab.Get<ISamples>().GetAsync(s_agent, default)).Value;
            if (reached(run))
                return run;
            await commits.Changes.ReadAsync(patience.Token);
        }
    }
}
