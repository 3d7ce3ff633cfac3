using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.EventBridge;

/// <summary>Where EventBridge is and how its requests are signed: as service <c>events</c>.</summary>
internal sealed class AmazonEventBridgeConfig : ClientConfig
{
    internal const string Service = "EventBridge";

    public AmazonEventBridgeConfig()
        : base(new DefaultConfigurationProvider([Legacy()]))
    {
        ServiceId = Service;
        AuthenticationServiceName = "events";
    }

    public override string RegionEndpointServiceName => "events";

    public override string ServiceVersion => "2015-10-07";

    public override string UserAgent => "backoffice";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new(string.IsNullOrEmpty(ServiceURL) ? $"https://events.{RegionEndpoint.SystemName}.{RegionEndpoint.PartitionDnsSuffix}" : ServiceURL);

    private static DefaultConfiguration Legacy() => new()
    {
        Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard, ConnectTimeout = TimeSpan.FromSeconds(3), TlsNegotiationTimeout = TimeSpan.FromSeconds(3),
    };
}
