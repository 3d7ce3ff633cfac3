using Amazon.EventBridge.Internal;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.EventBridge;

/// <summary>
/// The operations of EventBridge that BackOffice uses, over the SDK's own core: its credentials, signatures and HTTP. The package AWSSDK.EventBridge takes this
/// folder's place when it can be had: the names and shapes are its.
/// </summary>
internal sealed class AmazonEventBridgeClient : AmazonServiceClient, IAmazonEventBridge
{
    private static readonly IServiceMetadata s_metadata = new EventBridgeMetadata();

    /// <summary>With credentials of the SDK's own chain.</summary>
    public AmazonEventBridgeClient(AmazonEventBridgeConfig config)
        : base(config)
    {
    }

    public AmazonEventBridgeClient(AWSCredentials credentials, AmazonEventBridgeConfig config)
        : base(credentials, config)
    {
    }

    protected override IServiceMetadata ServiceMetadata => s_metadata;

    public Task<PutRuleResponse> PutRuleAsync(PutRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutRuleResponse>(request, EventBridgeJson.Of("PutRule", EventBridgeJson.Default.PutRuleRequest, EventBridgeJson.Default.PutRuleResponse), cancellationToken);

    public Task<PutTargetsResponse> PutTargetsAsync(PutTargetsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutTargetsResponse>(request, EventBridgeJson.Of("PutTargets", EventBridgeJson.Default.PutTargetsRequest, EventBridgeJson.Default.PutTargetsResponse), cancellationToken);

    public Task<RemoveTargetsResponse> RemoveTargetsAsync(RemoveTargetsRequest request, CancellationToken cancellationToken = default) => InvokeAsync<RemoveTargetsResponse>(
        request, EventBridgeJson.Of("RemoveTargets", EventBridgeJson.Default.RemoveTargetsRequest, EventBridgeJson.Default.RemoveTargetsResponse), cancellationToken);

    public Task<DeleteRuleResponse> DeleteRuleAsync(DeleteRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteRuleResponse>(request, EventBridgeJson.Of("DeleteRule", EventBridgeJson.Default.DeleteRuleRequest, EventBridgeJson.Default.DeleteRuleResponse), cancellationToken);

    public Task<ListRulesResponse> ListRulesAsync(ListRulesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListRulesResponse>(request, EventBridgeJson.Of("ListRules", EventBridgeJson.Default.ListRulesRequest, EventBridgeJson.Default.ListRulesResponse), cancellationToken);

    public Task<ListTargetsByRuleResponse> ListTargetsByRuleAsync(ListTargetsByRuleRequest request, CancellationToken cancellationToken = default) => InvokeAsync<ListTargetsByRuleResponse>(
        request, EventBridgeJson.Of("ListTargetsByRule", EventBridgeJson.Default.ListTargetsByRuleRequest, EventBridgeJson.Default.ListTargetsByRuleResponse), cancellationToken);

    public Task<TestEventPatternResponse> TestEventPatternAsync(TestEventPatternRequest request, CancellationToken cancellationToken = default) => InvokeAsync<TestEventPatternResponse>(
        request, EventBridgeJson.Of("TestEventPattern", EventBridgeJson.Default.TestEventPatternRequest, EventBridgeJson.Default.TestEventPatternResponse), cancellationToken);

    public Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutEventsResponse>(request, EventBridgeJson.Of("PutEvents", EventBridgeJson.Default.PutEventsRequest, EventBridgeJson.Default.PutEventsResponse), cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.AddHandlerAfter<Marshaller>(new SignatureVersion4());

    private sealed class EventBridgeMetadata : IServiceMetadata
    {
        public string ServiceId => AmazonEventBridgeConfig.Service;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
