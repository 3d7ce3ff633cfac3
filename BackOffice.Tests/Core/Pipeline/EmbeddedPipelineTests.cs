using System.Diagnostics;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Pipeline;

public sealed class EmbeddedPipelineTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Instant_GoodOrder_IsDoneWithItsWholeHistory()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await lab.PlaceAsync(PipelineLab.Request(quantity: 2), "k-1");

        await lab.UntilAsync(order.Id, head => head.Headline is Headline.Done);

        var view = await lab.ViewAsync(order.Id);
        Assert.Equal((ExecutionStatus.Succeeded, 1), (view.Execution!.Status, view.Execution.Revision));
        Assert.Equal("ExecutionSucceeded", view.History[^1].Type);
        Assert.Equal(["fraud-scan", "authorise-payment", "issue-vouchers", "capture-payment", "notify-customer"], view.Steps.Select(step => step.Step));
        Assert.All(view.Steps, step => Assert.Equal(StepStatus.Done, step.Status));
        Assert.Equal(2, view.Vouchers.Count);
        Assert.Equal([LedgerType.Authorise, LedgerType.Capture], view.Ledger.Select(entry => entry.Type));
    }

    [Theory]
    [InlineData("tok_declined", Headline.Failed)]
    [InlineData("tok_timeout_before", Headline.Done)]
    [InlineData("tok_timeout_after", Headline.Done)]
    [InlineData("tok_500_after", Headline.Done)]
    [InlineData("tok_late", Headline.Done)]
    [InlineData("tok_busy_2", Headline.Done)]
    [InlineData("tok_down_5", Headline.Done)]
    [InlineData("tok_down", Headline.Failed)]
    [InlineData("tok_timeout_always", Headline.Unknown)]
    [InlineData("tok_capture_timeout_after", Headline.Done)]
    [InlineData("tok_capture_declined", Headline.Failed)]
    public async Task Instant_MisbehavingCard_EndsWhereItShould_WithOneEffectEach(string token, Headline expected)
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var request = PipelineLab.Request();
        var order = await lab.PlaceAsync(request with { Tenders = [request.Tenders[0] with { Token = token }] }, "k-" + token);

        var head = await lab.UntilAsync(
            order.Id,
            head => head.Headline == expected && (expected is not Headline.Unknown || head.Step?.ErrorMessage?.Contains("person", StringComparison.Ordinal) == true),
            60);

        output.WriteLine($"{token}: {head.Headline} {head.Step}");
        using var ledger = SandboxLedger.Open(Path.Combine(lab.Folder, "sandbox"));
        Assert.True(ledger.CountEffects() > 0);
        Assert.Empty(ledger.EffectsByUnit(atLeast: 2));
    }

    [Fact]
    public async Task Restart_InTheMiddle_GoesOn()
    {
        var folder = Path.Combine(Path.GetTempPath(), "backoffice-" + Guid.NewGuid().ToString("N"));
        var orders = new List<OrderHead>();
        try
        {
            await using (var first = await EmbeddedLab.StartAsync(folder))
            {
                for (var i = 0; i < 50; i++)
                    orders.Add(await first.PlaceAsync(PipelineLab.Request(), $"k-{i}"));
            }

            await using var second = await EmbeddedLab.StartAsync(folder);
            foreach (var order in orders)
                await second.UntilAsync(order.Id, head => head.Headline is Headline.Done, 60);
            using var ledger = SandboxLedger.Open(Path.Combine(folder, "sandbox"));
            Assert.True(ledger.CountEffects() > 0);
        Assert.Empty(ledger.EffectsByUnit(atLeast: 2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>By hand: BENCH_ORDERS=5000 dotnet test --filter Category=Bench. Prints orders a second from placing to done, without HTTP.</summary>
    [BenchFact]
    [Trait("Category", "Bench")]
    public async Task Bench_PlaceToDone()
    {
        var orders = int.Parse(Environment.GetEnvironmentVariable("BENCH_ORDERS") ?? "2000", System.Globalization.CultureInfo.InvariantCulture);
        await using var lab = await EmbeddedLab.StartAsync(pipeline: new());
        var request = PipelineLab.Request();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var placed = new System.Collections.Concurrent.ConcurrentBag<OrderHead>();
        await Parallel.ForAsync(0, orders, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => placed.Add(await lab.PlaceAsync(request, $"k-{i}")));
        var placing = clock.Elapsed;
        while ((await lab.Orders.CountsAsync(PipelineLab.Operator, default)).Value[Headline.Done] < orders)
            await Task.Delay(20);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - before;
        var line = $"{orders} orders: placed in {placing.TotalSeconds:F2} s, done in {clock.Elapsed.TotalSeconds:F2} s, {orders / clock.Elapsed.TotalSeconds:F0} a second, "
            + $"{cpu.TotalMilliseconds / orders:F2} ms of processor time an order";
        output.WriteLine(line);
    }
}
