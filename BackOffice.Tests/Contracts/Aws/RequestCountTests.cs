using Amazon.DynamoDBv2.Model;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using BackOffice.Core.Backends.Aws;
using BackOffice.Core.Backends.Aws.Routing;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Aws;

/// <summary>A call of ours is one request: the SDK and the HTTP client below it send none again, however the connection breaks and whether or not it was used before.</summary>
public sealed class RequestCountTests
{
    private static readonly BasicAWSCredentials s_credentials = new("key", "secret");

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    public async Task DynamoDb_ConnectionBreaksUnderACall_ItIsSentOnce(int answered, bool reset)
    {
        await using var server = new BreakingServer(answered, reset);
        using var client = DynamoClient.Create(new AwsOptions { ServiceUrl = server.Origin }, s_credentials);
        var request = new PutItemRequest { TableName = "orders", Item = new() { ["pk"] = new("1") } };
        for (var i = 0; i < answered; i++)
            await client.PutItemAsync(request);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => client.PutItemAsync(request));

        Assert.IsNotType<OperationCanceledException>(failure, exactMatch: false);
        Assert.Equal(answered + 1, server.Requests);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    public async Task EventBridge_ConnectionBreaksUnderACall_ItIsSentOnce(int answered, bool reset)
    {
        await using var server = new BreakingServer(answered, reset);
        using var client = EventBridgeClient.Create(new EventBridgeOptions { ServiceUrl = server.Origin }, s_credentials);
        var request = new PutEventsRequest { Entries = [new PutEventsRequestEntry { Source = "backoffice.orders", DetailType = "Order Placed", Detail = "{}" }] };
        for (var i = 0; i < answered; i++)
            await client.PutEventsAsync(request);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => client.PutEventsAsync(request));

        Assert.IsNotType<OperationCanceledException>(failure, exactMatch: false);
        Assert.Equal(answered + 1, server.Requests);
    }
}
