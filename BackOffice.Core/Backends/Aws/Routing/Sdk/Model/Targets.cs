using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <summary>At most 10 targets; each is taken or refused for itself.</summary>
internal sealed class PutTargetsRequest : AmazonWebServiceRequest
{
    public string? Rule { get; set; }

    public string? EventBusName { get; set; }

    public List<Target>? Targets { get; set; }
}

internal sealed class PutTargetsResponse : AmazonWebServiceResponse
{
    public int? FailedEntryCount { get; set; }

    public List<FailedEntry>? FailedEntries { get; set; }
}

internal sealed class RemoveTargetsRequest : AmazonWebServiceRequest
{
    public string? Rule { get; set; }

    public string? EventBusName { get; set; }

    public List<string>? Ids { get; set; }
}

internal sealed class RemoveTargetsResponse : AmazonWebServiceResponse
{
    public int? FailedEntryCount { get; set; }

    public List<FailedEntry>? FailedEntries { get; set; }
}

internal sealed class FailedEntry
{
    public string? TargetId { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}

internal sealed class ListTargetsByRuleRequest : AmazonWebServiceRequest
{
    public string? Rule { get; set; }

    public string? EventBusName { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ListTargetsByRuleResponse : AmazonWebServiceResponse
{
    public List<Target>? Targets { get; set; }

    public string? NextToken { get; set; }
}

/// <summary>At most one of the three kinds of input.</summary>
internal sealed class Target
{
    public string? Id { get; set; }

    public string? Arn { get; set; }

    public string? RoleArn { get; set; }

    public string? Input { get; set; }

    public string? InputPath { get; set; }

    public InputTransformer? InputTransformer { get; set; }

    public RetryPolicy? RetryPolicy { get; set; }

    public DeadLetterConfig? DeadLetterConfig { get; set; }
}

internal sealed class InputTransformer
{
    public Dictionary<string, string>? InputPathsMap { get; set; }

    public string? InputTemplate { get; set; }
}

internal sealed class RetryPolicy
{
    public int? MaximumRetryAttempts { get; set; }

    public int? MaximumEventAgeInSeconds { get; set; }
}

internal sealed class DeadLetterConfig
{
    public string? Arn { get; set; }
}
