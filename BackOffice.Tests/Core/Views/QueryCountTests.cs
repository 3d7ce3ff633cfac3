using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Orders.Views;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Views;

public sealed class QueryCountTests
{
    private static readonly Dictionary<Headline, long> s_counts = new() { [Headline.Unknown] = 3, [Headline.Stuck] = 2, [Headline.Held] = 7, [Headline.Failed] = 12, [Headline.Done] = 900 };

    [Theory]
    [InlineData("status:failed", 12)]
    [InlineData("status:person", 24)]
    [InlineData("status:failed sort:changed", 12)]
    [InlineData("-status:done", 24)]
    [InlineData("", 924)]
    [InlineData("status:refunded", 0)]
    public void FromCounters_StatusesAlone_IsExact(string query, long expected) =>
        Assert.Equal(new QueryCount(expected, false), QueryCount.FromCounters(Parse(query), s_counts));

    [Theory]
    [InlineData("status:failed city:Boston")]
    [InlineData("status:failed placed:today")]
    [InlineData("path:batch")]
    [InlineData("dora")]
    [InlineData("card:4242")]
    [InlineData("amount:>=100")]
    public void FromCounters_AnythingElse_SaysNothing(string query) => Assert.Null(QueryCount.FromCounters(Parse(query), s_counts));

    [Theory]
    [InlineData(7, null, 7, false)]
    [InlineData(0, null, 0, false)]
    [InlineData(50, "more", 50, true)]
    [InlineData(50, null, 50, false)]
    [InlineData(4, "bounded", 4, true)]
    public void FromPage_IsExactAtTheEndAndTheLeastBefore(int items, string? next, long number, bool atLeast) =>
        Assert.Equal(new QueryCount(number, atLeast), QueryCount.FromPage(new Page<OrderHead>([.. Enumerable.Repeat(SampleViews.Head(), items)], next)));

    [Fact]
    public void FromPage_EmptyWithACursor_SaysNothing() => Assert.Null(QueryCount.FromPage(new Page<OrderHead>([], "on")));

    private static OrderQuery Parse(string text) => QueryText.Parse(text, SampleViews.Placed, TimeZoneInfo.Utc).Query;
}
