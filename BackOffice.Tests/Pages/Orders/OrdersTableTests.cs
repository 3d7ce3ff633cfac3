using System.Reflection;
using BackOffice.Components.Orders;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components.Rendering;

namespace BackOffice.Tests.Pages.Orders;

/// <summary>What the rows cost: two hundred people have this page open.</summary>
public sealed class OrdersTableTests
{
    /// <summary>The framework keeps two arrays of frames for each table, and doubles them when one no longer fits: 655 kB a circuit instead of 328.</summary>
    private const int MostFrames = 4_096;

    [Fact]
    public async Task Table_OfFiftyOrdersWithTheUsualColumns_FitsItsArrays()
    {
        await using var context = new ConsoleContext(Role.Operations);
        var table = Render(context, Orders(50));

        using var frames = new RenderTreeBuilder();
        typeof(OrdersTable).GetMethod("BuildRenderTree", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(table.Instance, [frames]);

#pragma warning disable BL0006 // The framework's own count, whatever the next version calls it.
        Assert.InRange(frames.GetFrames().Count, 3_000, MostFrames);
#pragma warning restore BL0006
    }

    [Fact]
    public async Task Table_WithNothingNew_IsNotRenderedAgain()
    {
        await using var context = new ConsoleContext(Role.Operations);
        var orders = Orders(3);
        var table = Render(context, orders);
        Show(table, orders, [orders[0].Id]);
        var before = table.RenderCount;

        Show(table, orders, [orders[0].Id]);
        Assert.Equal(before, table.RenderCount);

        Show(table, orders, [orders[0].Id, orders[2].Id]);
        Assert.Equal(before + 1, table.RenderCount);
        Assert.Equal(2, table.FindAll("tr.picked").Count);
        Show(table, [.. orders], [orders[0].Id, orders[2].Id]);
        Assert.Equal(before + 2, table.RenderCount);
    }

    [Fact]
    public async Task Status_WithItsDetail_IsTwoWords()
    {
        await using var context = new ConsoleContext(Role.Operations);
        var table = Render(context, [Orders(1)[0] with { Headline = Headline.Stuck, StuckSince = context.Clock.GetUtcNow().AddMinutes(-15) }]);

        Assert.EndsWith("Stuck 15 min", table.Find("td.c-status").TextContent.Trim(), StringComparison.Ordinal);
        Assert.NotNull(table.Find("td.c-status time[data-age]"));
    }

    private static IRenderedComponent<OrdersTable> Render(ConsoleContext context, IReadOnlyList<OrderHead> orders) =>
        context.Render<OrdersTable>(table => table.Add(t => t.Orders, orders).Add(t => t.CanPick, true).Add(t => t.OnRetry, _ => Task.CompletedTask));

    private static void Show(IRenderedComponent<OrdersTable> table, IReadOnlyList<OrderHead> orders, HashSet<OrderId> picked) =>
        table.Render(parameters => parameters.Add(t => t.Orders, orders).Add(t => t.Picked, picked).Add(t => t.CanPick, true).Add(t => t.OnRetry, _ => Task.CompletedTask));

    private static OrderHead[] Orders(int count) =>
        [.. Enumerable.Range(0, count).Select(i => SampleOrders.Head(SampleViews.Placed) with { Id = new OrderId($"GC-4417-{i:0000}"), Headline = Headline.Done })];
}
