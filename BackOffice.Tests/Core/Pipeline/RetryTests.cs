using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

/// <summary>A person's retry.</summary>
public sealed class RetryTests : PipelineFacts
{
    [Fact]
    public async Task Retry_Declined_RedrivesOnceAndMakesANewAttempt()
    {
        var order = await DeclinedAsync();
        var check = (await Lab.Commands.CheckRetryAsync(order.Id, PipelineLab.Operator, default)).Value;
        Assert.Equal(RetryMode.Redrive, check.Mode);
        var retry = new RetryOrder(order.Id, "cmd-1", check.Version, "The customer has a new limit");

        var first = await Lab.Commands.RetryAsync(retry, PipelineLab.Operator, default);
        var second = await Lab.Commands.RetryAsync(retry, PipelineLab.Operator, default);

        Assert.True(first.IsSuccess && !first.Value.Repeated);
        Assert.True(second.IsSuccess && second.Value.Repeated);
        Assert.Single(Lab.Workflows.Redriven);
        await Lab.ProjectAsync();
        Lab.Gateways.Answer = _ => null;
        Assert.IsType<StepDone>(await Lab.StepAsync(await Lab.HeadAsync(order.Id), StepNames.AuthorisePayment, "h-9"));
        Assert.EndsWith("/2", Lab.Gateways.Calls[^1], StringComparison.Ordinal);
        Assert.Equal((StepNames.AuthorisePayment, 1, 2), ((await Lab.HeadAsync(order.Id)).Step?.Name, (await Lab.HeadAsync(order.Id)).Step?.Attempt, (await Lab.HeadAsync(order.Id)).Step?.Tries));
    }

    [Fact]
    public async Task Retry_TwoPeople_OneWinsAndTheOtherIsToldWhoAndWhen()
    {
        var order = await DeclinedAsync();
        var version = (await Lab.HeadAsync(order.Id)).Version;

        var first = await Lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd-1", version, "First"), PipelineLab.Operator, default);
        var second = await Lab.Commands.RetryAsync(
            new RetryOrder(order.Id, "cmd-2", version, "Second"), PipelineLab.Person("op|2", "Wren Applegarth", Role.Operations), default);

        Assert.True(first.IsSuccess);
        var conflict = Assert.IsType<Conflict>(second.Error);
        Assert.Equal((PipelineLab.Operator.Name, Lab.Clock.GetUtcNow()), (conflict.By, conflict.At));
        Assert.Single(Lab.Workflows.Redriven);
    }

    [Fact]
    public async Task Retry_OrderMovedOnAfterAPersonsActThatWasSeen_BlamesNobody()
    {
        var order = await DeclinedAsync();
        await Lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd-1", (await Lab.HeadAsync(order.Id)).Version, "First"), PipelineLab.Operator, default);
        var seen = (await Lab.HeadAsync(order.Id)).Version;
        await Lab.ProjectAsync();

        var late = await Lab.Commands.RetryAsync(
            new RetryOrder(order.Id, "cmd-2", seen, "Second"), PipelineLab.Person("op|2", "Wren Applegarth", Role.Operations), default);

        Assert.True((await Lab.HeadAsync(order.Id)).Version > seen);
        var conflict = Assert.IsType<Conflict>(late.Error);
        Assert.Equal(("order.version", null), (conflict.Code, conflict.By));
        Assert.StartsWith("The order moved on while you looked at it", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stale_SomebodyActedUnseenAndTheOrderMovedOnSince_NamesThem()
    {
        var order = await DeclinedAsync();
        var seen = (await Lab.HeadAsync(order.Id)).Version;
        await Lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd-1", seen, "First"), PipelineLab.Operator, default);
        await Lab.ProjectAsync();

        var draft = await Lab.DraftAsync(order.Id);

        Assert.Equal(PipelineLab.Operator.Name, CommandChecks.Stale(draft, seen).By);
        Assert.Null(CommandChecks.Stale(draft, seen + 1).By);
    }

    [Fact]
    public async Task Retry_WithoutPermissionOrReason_ChangesNothing()
    {
        var order = await DeclinedAsync();
        var commits = Lab.Store.Commits;

        var agent = await Lab.Commands.RetryAsync(
            new RetryOrder(order.Id, "cmd-1", order.Version, "Please"), PipelineLab.Person("a|1", "Ama Kestrel", Role.SupportAgent), default);
        var empty = await Lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd 1", order.Version, " "), PipelineLab.Operator, default);

        Assert.Equal("orders:retry", Assert.IsType<Forbidden>(agent.Error).Permission);
        Assert.Equal(["commandId", "reason"], Assert.IsType<Invalid>(empty.Error).Fields.Select(field => field.Field));
        Assert.Equal(commits, Lab.Store.Commits);
    }

    [Fact]
    public async Task Retry_NotRedrivable_StartsANewRunThatRepeatsNothing()
    {
        var order = await StartedAsync();
        await Lab.StepAsync(order, StepNames.FraudScan, "h-1");
        Lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.OrderInvalid, "AuthorisePayment", redrivable: false);
        await Lab.ProjectAsync();
        var version = (await Lab.HeadAsync(order.Id)).Version;

        var retried = await Lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd-1", version, "Again"), PipelineLab.Operator, default);

        Assert.True(retried.IsSuccess, retried.Error?.Message);
        Assert.Equal(order.Id + "-2", Lab.Workflows.Started[^1]);
        await Lab.ProjectAsync();
        var running = await Lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Running, (string?)null), (running.Headline, running.Resume));
        Assert.IsType<StepDone>(await Lab.StepAsync(running, StepNames.FraudScan, "h-2"));
        Assert.Single(Lab.Gateways.Calls);
    }
}
