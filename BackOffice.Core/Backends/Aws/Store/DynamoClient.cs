using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>The SDK's client as the store needs it: one try a request, because the store's own tries know what a request means.</summary>
public static class DynamoClient
{
    /// <summary>A request that has no answer by then counts as lost; the store finds out whether it was carried out.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>Of DynamoDB Local, which knows no regions but wants one in signatures.</summary>
    private const string LocalRegion = "us-east-1";

    /// <param name="options">Sound: see <see cref="AwsOptions.Validate"/>.</param>
    /// <param name="credentials">Null for the SDK's own chain.</param>
    /// <param name="http">Null for the SDK's own clients.</param>
    public static IAmazonDynamoDB Create(AwsOptions options, AWSCredentials? credentials = null, HttpClientFactory? http = null)
    {
        // The SDK counts broken connections by themselves: ten more requests unless told.
        var config = new AmazonDynamoDBConfig { MaxErrorRetry = 0, MaxStaleConnectionRetries = 0, Timeout = s_timeout, ThrottleRetries = false };
        if (string.IsNullOrEmpty(options.ServiceUrl))
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = string.IsNullOrEmpty(options.Region) ? LocalRegion : options.Region;
        }

        if (http is not null)
            config.HttpClientFactory = http;
        return credentials is null ? new AmazonDynamoDBClient(config) : new AmazonDynamoDBClient(credentials, config);
    }
}
