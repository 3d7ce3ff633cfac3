using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Access;

public sealed class RevealBookTests
{
    private readonly MemoryStore _store = new();
    private readonly TestClock _clock = new();
    private readonly Actor _agent = PipelineLab.Person("op|3", "Ana Field", Role.SupportAgent);

    private Reveals Reveals => new(_store, new RevealBook(_store, _clock, NullLogger<RevealBook>.Instance));

    [Fact]
    public async Task Customer_WithAReason_IsShownForAMinute_CountedAndAuditedWithoutTheData()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);

        var shown = await RevealAsync("look-1");

        Assert.Equal(("dora.whitfield@example.com", 1, _clock.GetUtcNow().AddSeconds(60)), (shown.Value.Customer.Email, shown.Value.Taken.Today, shown.Value.Taken.Until));
        var entry = Assert.Single((await _store.AuditAsync(new AuditQuery { Subject = RevealBook.SubjectOf(_agent).Value }, null, 10, default)).Items);
        Assert.Equal((AuditActions.CustomerRevealed, "She asks for her code.", "Customer of order GC-4417-0932, CustomerContact. Look 1 of the day."), (entry.Entry.Action, entry.Detail?.Reason, entry.Detail?.Note));
        Assert.DoesNotContain("dora", System.Text.Json.JsonSerializer.Serialize(entry), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("dora", shown.Value.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Customer_SameLookAgain_CountsOnce_AndIsOverAfterItsMinute()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        await RevealAsync("look-1");

        Assert.Equal(1, (await RevealAsync("look-1")).Value.Taken.Today);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("reveal.over", (await RevealAsync("look-1")).Error?.Code);
        Assert.Equal(2, (await RevealAsync("look-2")).Value.Taken.Today);
    }

    [Fact]
    public async Task Customer_MoreThanThirtyADay_IsReportedOnce_AndANewDayBeginsAnew()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        for (var i = 1; i <= 32; i++)
            Assert.Equal(i > 30, (await RevealAsync("look-" + i)).Value.Taken.Many);

        Assert.Single((await _store.AuditAsync(new AuditQuery(), null, 100, default)).Items, entry => entry.Entry.Action == AuditActions.RevealsMany);
        Assert.Single(await _store.OutboxAsync(0, 100, default), record => record.Event.DetailType == "Reveals Unusually Many");
        var counters = await _store.CountersAsync(OrderCounters.HappenedPrefix, default);
        Assert.Equal((32, 1), (counters[OrderCounters.Happened("reveal", _clock.GetUtcNow())], counters[OrderCounters.Happened("reveals-many", _clock.GetUtcNow())]));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await RevealAsync("tomorrow")).Value.Taken.Today);
    }

    [Fact]
    public async Task Customer_MoreThanSixtyAnHour_IsRefused()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        for (var i = 1; i <= RevealBook.MostAnHour; i++)
            Assert.True((await RevealAsync("look-" + i)).IsSuccess);

        Assert.IsType<Throttled>((await RevealAsync("look-61")).Error);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await RevealAsync("look-62")).IsSuccess);
    }

    [Fact]
    public async Task Customer_WithoutReasonOrPermission_IsNotShownAndNotCounted()
    {
        await SampleOrders.PlaceClaimedAsync(_store, _clock);
        var manager = PipelineLab.Person("pm|1", "Noor Abelard", Role.ProductManager);

        Assert.IsType<Invalid>((await Reveals.CustomerAsync(new RevealCustomer(SampleOrders.Id, "look-1", RevealReason.Legal, " "), _agent, default)).Error);
        Assert.Equal("customers:reveal", Assert.IsType<Forbidden>((await Reveals.CustomerAsync(new RevealCustomer(SampleOrders.Id, "look-1", RevealReason.Legal, "x"), manager, default)).Error).Permission);
        Assert.Null(await _store.GetAsync(RevealBook.SubjectOf(_agent), default));
    }

    private Task<Result<RevealedCustomer>> RevealAsync(string command) =>
        Reveals.CustomerAsync(new RevealCustomer(SampleOrders.Id, command, RevealReason.CustomerContact, "She asks for her code."), _agent, default);
}
