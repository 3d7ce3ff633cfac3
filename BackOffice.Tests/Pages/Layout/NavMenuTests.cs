using BackOffice.Components.Layout;
using BackOffice.Components.Layout.Navigation;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Layout;

public sealed class NavMenuTests
{
    [Fact]
    public async Task Counts_OfWhatNeedsAPerson_AreThereAndZeroStaysGrey()
    {
        await using var context = Loaded();

        var menu = context.Render<NavMenu>();

        Assert.Equal("12", menu.Find("a[href='/orders?q=status:failed'] b").TextContent);
        var none = menu.Find("a[href='/orders?q=status:stuck']");
        Assert.Equal(("0", "zero"), (none.QuerySelector("b")?.TextContent, none.ClassName));
        Assert.Equal("2", menu.Find("a[href='/queues'] b").TextContent);
        Assert.Equal("40.00%", menu.Find("a[href='/rollout'] b").TextContent);
    }

    [Fact]
    public async Task Entries_WithoutPermission_AreNotThere()
    {
        await using var context = Loaded(Role.SupportAgent);

        var menu = context.Render<NavMenu>();

        Assert.NotEmpty(menu.FindAll("a[href='/orders']"));
        Assert.Empty(menu.FindAll("a[href='/queues'], a[href='/audit'], a[href='/system']"));
        Assert.Empty(context.Queues.States.Asked);
    }

    [Fact]
    public async Task Orders_Change_CountsFollow()
    {
        await using var context = Loaded();
        var menu = context.Render<NavMenu>();
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = 13 });

        context.Feed.Resync();

        await context.UntilAsync(() => menu.Find("a[href='/orders?q=status:failed'] b").TextContent == "13");
    }

    [Fact]
    public async Task Figures_ThatCostMuch_AreReadOnceForAllConsoles()
    {
        await using var context = Loaded();
        var reading = new SharedReading<UndeliveredFigure>(context.Clock);
        var actor = await context.Actor.GetAsync();
        var figure = new UndeliveredFigure(context.Deliveries, reading);
        await figure.ReadAsync(actor, default);
        await new UndeliveredFigure(context.Deliveries, reading).ReadAsync(actor, default);
        context.Deliveries.Changes++;
        await figure.ReadAsync(actor, default);
        Assert.Single(context.Deliveries.Dead.Asked);

        context.Clock.Advance(TimeSpan.FromSeconds(1));
        await figure.ReadAsync(actor, default);
        await figure.ReadAsync(actor, default);
        Assert.Equal(2, context.Deliveries.Dead.Asked.Count);
    }

    [Fact]
    public async Task Figures_ThatFailed_AreReadAgain()
    {
        await using var context = Loaded();
        var reading = new SharedReading<ApprovalFigure>(context.Clock);
        var asked = 0;

        var first = await reading.ReadAsync(1, TimeSpan.Zero, () => Task.FromResult(Answer(new Invalid("x", "No."))), default);
        var second = await reading.ReadAsync(1, TimeSpan.Zero, () => Task.FromResult(Answer(5)), default);
        var third = await reading.ReadAsync(1, TimeSpan.Zero, () => Task.FromResult(Answer(6)), default);
        var fourth = await reading.ReadAsync(2, TimeSpan.Zero, () => Task.FromResult(Answer(7)), default);

        Assert.False(first.IsSuccess);
        Assert.Equal((5, 5, 7, 3), (second.Value, third.Value, fourth.Value, asked));

        Result<long> Answer(Result<long> answer)
        {
            asked++;
            return answer;
        }
    }

    [Fact]
    public async Task Counts_Unreadable_LeaveThePlacesToGo()
    {
        await using var context = Loaded();
        context.Orders.Counts.Throws(new InvalidOperationException("no store"));

        var menu = context.Render<NavMenu>();

        Assert.Empty(menu.FindAll("a[href='/orders?q=status:failed'] b"));
        Assert.NotEmpty(menu.FindAll("a[href='/orders?q=status:failed']"));
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/orders", "/orders")]
    [InlineData("/orders?q=city:boston", "/orders")]
    [InlineData("/holds", "/holds")]
    [InlineData("/orders/GC-4417-0932", "/orders")]
    [InlineData("/queues?dead=order-notifications", "/queues")]
    [InlineData("/system", "/system")]
    [InlineData("/rules/deliveries/12", "/rules/deliveries")]
    [InlineData("/rules/dead-letters?rule=x", "/rules/dead-letters")]
    public async Task Current_OfEachAddress_IsTheOneEntryItBelongsTo(string address, string expected)
    {
        await using var context = Loaded();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);

        var menu = context.Render<NavMenu>();

        Assert.Equal(expected, Assert.Single(menu.FindAll("[aria-current=page]")).GetAttribute("href"));
    }

    [Fact]
    public void Table_KeysAndAddresses_AreEachTakenOnce()
    {
        var entries = NavTable.All.Concat(NavTable.Others).ToList();

        Assert.Equal(entries.Count, entries.Select(entry => entry.Href).Distinct().Count());
        var keys = entries.Select(entry => entry.Go).OfType<string>().ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Superset(new HashSet<string> { "h", "o", "n", "r", "a" }, keys.ToHashSet());
    }

    internal static ConsoleContext Loaded(Role role = Role.Operations)
    {
        var context = new ConsoleContext(role);
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Unknown] = 3, [Headline.Failed] = 12 });
        context.Queues.States.Always(SampleViews.Queues());
        context.Rollouts.Policy.Always(new RolloutPolicy
        {
            Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 17, Dial = 4000, ChangedAt = SampleViews.Placed, ChangedBy = "Noor Abelard",
        });
        return context;
    }
}
