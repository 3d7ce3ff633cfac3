using Amazon.EventBridge;
using Amazon.Runtime;

namespace BackOffice.Core.Backends.Aws.Routing;

/// <summary>The client as routing needs it: one try a request, because the publisher's and the router's own tries know what a request means.</summary>
internal static class EventBridgeClient
{
    /// <summary>A request that has no answer by then counts as lost; whoever made it finds out, or makes it again.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <param name="options">Sound: see <see cref="EventBridgeOptions.Validate"/>.</param>
    /// <param name="credentials">Null for the SDK's own chain.</param>
    public static IAmazonEventBridge Create(EventBridgeOptions options, AWSCredentials? credentials = null)
    {
        // The SDK counts broken connections by themselves: ten more requests unless told.
        var config = new AmazonEventBridgeConfig { MaxErrorRetry = 0, MaxStaleConnectionRetries = 0, Timeout = s_timeout, ThrottleRetries = false };
        if (string.IsNullOrEmpty(options.ServiceUrl))
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = string.IsNullOrEmpty(options.Region) ? "us-east-1" : options.Region;
        }

        return credentials is null ? new AmazonEventBridgeClient(config) : new AmazonEventBridgeClient(credentials, config);
    }
}
