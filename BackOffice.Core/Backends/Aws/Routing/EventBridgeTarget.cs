namespace BackOffice.Core.Backends.Aws.Routing;

/// <summary>Where EventBridge sends for one destination.</summary>
public sealed record EventBridgeTarget
{
    /// <summary>Of an SQS queue, a state machine or an API destination.</summary>
    public string? Arn { get; init; }

    /// <summary>The role that EventBridge takes on; a queue allows it in its own policy instead.</summary>
    public string? RoleArn { get; init; }
}
