using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Orders;

public sealed class OrderWriterTests
{
    private static readonly Rejected s_alreadyFailed = new("test.failed", "It has failed.");
    private readonly PipelineLab _lab = new();

    [Fact]
    public async Task Change_ACommitIsWrittenAndNotAnswered_IsDecidedOnWhatWasWritten()
    {
        var order = (await _lab.PlaceAsync()).Id;
        var orders = _lab.Orders;
        Assert.True((await orders.ChangeAsync(order, Attend(AttentionStatus.NeedsOps), default)).IsSuccess);
        var answer = new TaskCompletionSource();
        _lab.Store.Answer = () => answer.Task;
        var first = orders.ChangeAsync(order, Attend(AttentionStatus.NeedsAgent), default);

        var seen = await orders.ChangeAsync(order, draft => draft.Head.Attention is AttentionStatus.NeedsAgent ? s_alreadyFailed : new Rejected("test.old", "It has not."), default);

        Assert.Same(s_alreadyFailed, seen.Error);
        answer.SetResult();
        Assert.True((await first).IsSuccess);
        Assert.Equal(AttentionStatus.NeedsAgent, (await orders.ReadAsync(order, default))!.Head.Attention);
    }

    [Fact]
    public async Task Read_ACommitWasCutOff_IsAsTheStoreHasIt()
    {
        var order = (await _lab.PlaceAsync()).Id;
        var orders = _lab.Orders;
        Assert.True((await orders.ChangeAsync(order, Attend(AttentionStatus.NeedsOps), default)).IsSuccess);
        _lab.Store.Answer = () => Task.FromException(new OperationCanceledException());
        await Assert.ThrowsAsync<OperationCanceledException>(() => orders.ChangeAsync(order, Attend(AttentionStatus.NeedsAgent), default));

        Assert.Equal(AttentionStatus.NeedsAgent, (await orders.ReadAsync(order, default))!.Head.Attention);
    }

    [Fact]
    public async Task Read_TwoCommitsAnsweredInTheWrongOrder_IsTheNewer()
    {
        var order = (await _lab.PlaceAsync()).Id;
        var orders = _lab.Orders;
        TaskCompletionSource older = new(), newer = new();
        _lab.Store.Answer = () => older.Task;
        var first = orders.ChangeAsync(order, Attend(AttentionStatus.NeedsOps), default);
        _lab.Store.Answer = () => newer.Task;
        var second = orders.ChangeAsync(order, Attend(AttentionStatus.NeedsAgent), default);

        newer.SetResult();
        await second;
        older.SetResult();
        await first;

        Assert.Equal(AttentionStatus.NeedsAgent, (await orders.ReadAsync(order, default))!.Head.Attention);
    }

    private static Func<OrderDraft, Error?> Attend(AttentionStatus attention) => draft =>
    {
        draft.Head = draft.Head with { Attention = attention };
        return null;
    };
}
