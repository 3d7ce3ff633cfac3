using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>Counters counted anew from the heads of the table.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoCounterCheckTests
{
    [DynamoFact]
    public async Task Run_CountersThatAreWrong_AreToldAndRepaired()
    {
        await using var fixture = await DynamoStoreFixture.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            var order = Sample.Order(i);
            var counters = OrderCounters.Of(order).ToDictionary(name => name, _ => 1L);
            if (i == 4)
                counters["headline:Nonsense"] = 3;
            Assert.True((await fixture.Store.CommitAsync(Sample.Place(order) with { Counters = counters }, CancellationToken.None)).IsSuccess);
        }

        var check = new DynamoCounterCheck(fixture.Store);

        var told = await check.RunAsync(repair: false, CancellationToken.None);
        Assert.Equal(new CounterDifference("headline:Nonsense", 3, 0), Assert.Single(told.Differences));
        Assert.Equal(5, told.Orders);
        Assert.True((await check.RunAsync(repair: true, CancellationToken.None)).Repaired);
        Assert.Empty((await check.RunAsync(repair: false, CancellationToken.None)).Differences);
    }
}
