using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Bulk;

public sealed class RetryJobsTests
{
    private readonly PipelineLab _lab = new();

    private readonly FakeOrders _search = new();

    private RetryJobs Jobs => new(_lab.Store, _search, _lab.Clock);

    [Fact]
    public async Task Start_ThenRun_RetriesEachOnceWithTheOneReasonAndSaysWhyNot()
    {
        var (first, second) = (await DeclinedAsync(1), await DeclinedAsync(2));
        var running = await StartedAsync(3);

        var started = await Jobs.StartAsync(new StartRetries("job-1", [first.Id, second.Id, running.Id, first.Id, new OrderId("GC-0000-0000")], "The bank is back"), PipelineLab.Operator, default);
        await RunAsync();

        Assert.Equal((4, RetryJobState.Running), (started.Value.Total, started.Value.State));
        var view = (await Jobs.GetAsync("job-1", PipelineLab.Operator, default)).Value;
        Assert.Equal((RetryJobState.Done, 2, 2), (view.Job.State, view.Job.Accepted, view.Job.Refused));
        Assert.Equal(
            [RetryItemState.Accepted, RetryItemState.Accepted, RetryItemState.Refused, RetryItemState.Refused], view.Items.Select(item => item.State));
        Assert.Equal("The workflow still works on it. Wait for it to finish.", view.Items[2].Message);
        Assert.Equal("There is no order GC-0000-0000.", view.Items[3].Message);
        var stand = (await Jobs.StandAsync("job-1", PipelineLab.Operator, default)).Value;
        Assert.Equal(3, stand.Count);
        Assert.All(stand, pair => Assert.Equal(_lab.HeadAsync(pair.Key).GetAwaiter().GetResult().Headline, pair.Value));
        Assert.Equal(2, _lab.Workflows.Redriven.Count);
        var asked = await AuditAsync(first.Id.Subject);
        var entry = Assert.Single(asked, stored => stored.Entry.Action == AuditActions.RetryRequested);
        Assert.Equal((PipelineLab.Operator.Id, "job-1-0", "The bank is back"), (entry.Entry.ActorId, entry.Entry.CommandId, entry.Detail?.Reason));
        Assert.Equal([AuditActions.RetriesBegun, AuditActions.RetriesFinished], (await AuditAsync(RetryJob.SubjectOf("job-1"))).Select(stored => stored.Entry.Action).Order());
    }

    [Fact]
    public async Task Start_SameIdAgain_IsTheFirstJob()
    {
        var order = await DeclinedAsync(1);
        var command = new StartRetries("job-1", [order.Id], "Again");

        var first = await Jobs.StartAsync(command, PipelineLab.Operator, default);
        var second = await Jobs.StartAsync(command, PipelineLab.Operator, default);
        var stranger = await Jobs.StartAsync(command, PipelineLab.Person("op|2", "Wren Applegarth", Role.Operations), default);
        await RunAsync();
        await RunAsync();

        Assert.Equal(first.Value.BegunAt, second.Value.BegunAt);
        Assert.Equal("command.reused", Assert.IsType<Conflict>(stranger.Error).Code);
        Assert.Single(_lab.Workflows.Redriven);
    }

    [Fact]
    public async Task Run_CrashedBeforeItsResultsWereWritten_RetriesNothingTwice()
    {
        var orders = new List<OrderId>();
        for (var i = 0; i < 5; i++)
            orders.Add((await DeclinedAsync(i)).Id);
        await Jobs.StartAsync(new StartRetries("job-1", orders, "Again"), PipelineLab.Operator, default);
        // The disk refuses each result of the job, as if the process had died right before it.
        _lab.Store.Refuse = change => change.Subject.Kind == "retries" ? new Unavailable("store.full", "full") : null;
        await Assert.ThrowsAsync<StoreOutage>(RunAsync);
        var redriven = _lab.Workflows.Redriven.Count;

        _lab.Store.Refuse = _ => null;
        await RunAsync();

        Assert.True(redriven > 0);
        Assert.Equal(5, _lab.Workflows.Redriven.Count);
        var view = (await Jobs.GetAsync("job-1", PipelineLab.Operator, default)).Value;
        Assert.Equal((RetryJobState.Done, 5, 0), (view.Job.State, view.Job.Accepted, view.Job.Refused));
        Assert.All(view.Items, item => Assert.Equal("The order goes on from the failed step.", item.Message));
    }

    [Fact]
    public async Task Stop_WhileItRuns_BeginsNoFurtherOrderAndSaysHowManyAreLeft()
    {
        var orders = new List<OrderId>();
        for (var i = 0; i < 3; i++)
            orders.Add((await DeclinedAsync(i)).Id);
        await Jobs.StartAsync(new StartRetries("job-1", orders, "Again"), PipelineLab.Operator, default);
        // A person stops it when the first order's retry is being committed.
        var stopped = false;
        _lab.Store.Refuse = change =>
        {
            if (!stopped && change.Subject == orders[0].Subject)
            {
                stopped = true;
                Assert.True(Jobs.StopAsync("job-1", PipelineLab.Operator, default).Result.IsSuccess);
            }

            return null;
        };

        await RunAsync();

        var view = (await Jobs.GetAsync("job-1", PipelineLab.Operator, default)).Value;
        Assert.Equal((RetryJobState.Stopped, 1), (view.Job.State, view.Job.Finished));
        Assert.Single(_lab.Workflows.Redriven);
        Assert.Equal([RetryItemState.Accepted, RetryItemState.Waiting, RetryItemState.Waiting], view.Items.Select(item => item.State));
        Assert.Contains("2 not begun", (await AuditAsync(RetryJob.SubjectOf("job-1"))).Single(stored => stored.Entry.Action == AuditActions.RetriesFinished).Detail?.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NotPermittedOrWrong_WritesNothing()
    {
        var commits = _lab.Store.Commits;

        var agent = await Jobs.StartAsync(new StartRetries("job-1", [new("GC-1")], "x"), PipelineLab.Person("a|1", "Ama Kestrel", Role.SupportAgent), default);
        var wrong = await Jobs.StartAsync(new StartRetries(new string('j', 57), [], " "), PipelineLab.Operator, default);
        var many = await Jobs.StartAsync(
            new StartRetries("job-1", [.. Enumerable.Range(0, RetryJob.MostOrders + 1).Select(i => new OrderId("GC-" + i))], "x"), PipelineLab.Operator, default);

        Assert.Equal("orders:retry", Assert.IsType<Forbidden>(agent.Error).Permission);
        Assert.Equal(["jobId", "orders", "reason"], Assert.IsType<Invalid>(wrong.Error).Fields.Select(field => field.Field).Order());
        Assert.Equal("orders", Assert.Single(Assert.IsType<Invalid>(many.Error).Fields).Field);
        Assert.Equal(commits, _lab.Store.Commits);
    }

    [Fact]
    public async Task Recent_IsNewestFirstAndEverybodys()
    {
        await Jobs.StartAsync(new StartRetries("job-1", [new("GC-1")], "x"), PipelineLab.Operator, default);
        await Jobs.StartAsync(new StartRetries("job-2", [new("GC-1")], "x"), PipelineLab.Person("op|2", "Wren Applegarth", Role.Operations), default);

        var recent = await Jobs.RecentAsync(PipelineLab.Person("a|1", "Ama Kestrel", Role.SupportAgent), default);

        Assert.Equal([("job-2", "Wren Applegarth"), ("job-1", PipelineLab.Operator.Name)], recent.Value.Select(job => (job.Id, job.ActorName)));
    }

    [Fact]
    public async Task Start_OfTheMost_IsOneCommitWithinTheLimit()
    {
        var items = 0;
        _lab.Store.Refuse = change =>
        {
            items = Math.Max(items, change.Items);
            return null;
        };

        var started = await Jobs.StartAsync(
            new StartRetries("job-1", [.. Enumerable.Range(0, RetryJob.MostOrders).Select(i => new OrderId("GC-" + i))], "x"), PipelineLab.Operator, default);

        Assert.True(started.IsSuccess);
        Assert.InRange(items, 1, ChangeSet.MaxItems);
        Assert.Equal(RetryJob.MostOrders, (await Jobs.GetAsync("job-1", PipelineLab.Operator, default)).Value.Items.Count);
    }

    [Fact]
    public async Task Preview_OfAllThatMatch_ReadsEveryPageOnceAndSaysWhoIsLeftOut()
    {
        var failed = await DeclinedAsync(1);
        var running = await StartedAsync(2);
        _search.Search.Always(ask => ask.Cursor is null ? new Page<OrderHead>([failed, running], "more") : new Page<OrderHead>([failed with { Id = new("GC-2") }, running], null));

        var preview = (await Jobs.PreviewAsync("status:failed,running", TimeZoneInfo.Utc, PipelineLab.Operator, default)).Value;

        Assert.Equal([failed.Id, new OrderId("GC-2")], preview.Orders);
        Assert.Equal((3, true), (preview.Matching, preview.IsWhole));
        Assert.Equal(new RetryLeftOut("The workflow still tries by itself", 1), Assert.Single(preview.LeftOut));
        Assert.Equal([null, "more"], _search.Search.Asked.Select(ask => ask.Cursor));
    }

    [Fact]
    public async Task Preview_OfMoreThanOneJobTakes_StopsAndSaysSo()
    {
        var failed = await DeclinedAsync(1);
        var page = 0;
        _search.Search.Always(_ => new Page<OrderHead>([.. Enumerable.Range(200 * page++, 200).Select(i => failed with { Id = new("GC-" + i) })], "more"));

        var preview = (await Jobs.PreviewAsync("", TimeZoneInfo.Utc, PipelineLab.Operator, default)).Value;

        Assert.Equal((RetryJob.MostOrders, 10_000, false), (preview.Orders.Count, preview.Matching, preview.IsWhole));
        Assert.Equal(50, page);
    }

    [Fact]
    public async Task Preview_NotPermittedOrNotReadable_SearchesNothing()
    {
        var agent = await Jobs.PreviewAsync("", TimeZoneInfo.Utc, PipelineLab.Person("a|1", "Ama Kestrel", Role.SupportAgent), default);
        var wrong = await Jobs.PreviewAsync("weather:rain", TimeZoneInfo.Utc, PipelineLab.Operator, default);

        Assert.Equal("orders:retry", Assert.IsType<Forbidden>(agent.Error).Permission);
        Assert.Equal("query", Assert.Single(Assert.IsType<Invalid>(wrong.Error).Fields).Field);
        Assert.Empty(_search.Search.Asked);
    }

    [Fact]
    public async Task Start_OfAQuery_FixesItsOrdersOnceAndKeepsTheQueryInTheErasableDetail()
    {
        var (first, second) = (await DeclinedAsync(1), await DeclinedAsync(2));
        _search.Search.Always(new Page<OrderHead>([first], null));
        var command = new StartRetries("job-1", [], "The bank is back", "status:failed dora@example.test");

        var started = await Jobs.StartAsync(command, PipelineLab.Operator, default);
        _search.Search.Always(new Page<OrderHead>([first, second], null));
        var again = await Jobs.StartAsync(command, PipelineLab.Operator, default);
        await RunAsync();

        Assert.Equal((1, 1), (started.Value.Total, again.Value.Total));
        Assert.Single(_lab.Workflows.Redriven);
        var begun = (await AuditAsync(RetryJob.SubjectOf("job-1"))).Single(stored => stored.Entry.Action == AuditActions.RetriesBegun);
        Assert.Contains(begun.Detail?.Changes ?? [], change => change is { Field: "query", After: "status:failed dora@example.test" });
        Assert.DoesNotContain("dora", System.Text.Json.JsonSerializer.Serialize(begun.Entry), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfAQueryWithNothingToRetry_IsRefusedAndWritesNothing()
    {
        _search.Search.Always(new Page<OrderHead>([await StartedAsync(1)], null));
        var commits = _lab.Store.Commits;

        var refused = await Jobs.StartAsync(new StartRetries("job-1", [], "x", "status:running"), PipelineLab.Operator, default);

        Assert.Equal("retries.nothing", Assert.IsType<Rejected>(refused.Error).Code);
        Assert.Equal(commits, _lab.Store.Commits);
    }

    private Task RunAsync() => new RetryRunner(_lab.Store, _lab.Commands, _lab.Options, _lab.Clock, NullLogger<RetryRunner>.Instance).RunDueAsync(default);

    private async Task<IReadOnlyList<StoredAudit>> AuditAsync(SubjectId subject) => (await _lab.Store.AuditAsync(new AuditQuery { Subject = subject.Value }, null, 100, default)).Items;

    private async Task<OrderHead> StartedAsync(int number)
    {
        _lab.Dial(10_000);
        var order = await _lab.PlaceAsync(key: $"key-{number}", body: $"body-{number}");
        await _lab.DispatchAsync(order.Id);
        await _lab.ProjectAsync();
        return await _lab.HeadAsync(order.Id);
    }

    private async Task<OrderHead> DeclinedAsync(int number)
    {
        var order = await StartedAsync(number);
        _lab.Gateways.Answer = key => key.Step == StepNames.AuthorisePayment ? new GatewayRefused(ErrorCodes.CardDeclined, "declined") : null;
        await _lab.StepAsync(order, StepNames.FraudScan, $"h-{number}-1");
        await _lab.StepAsync(order, StepNames.AuthorisePayment, $"h-{number}-2");
        _lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.CardDeclined, "AuthorisePayment");
        await _lab.ProjectAsync();
        return await _lab.HeadAsync(order.Id);
    }
}
