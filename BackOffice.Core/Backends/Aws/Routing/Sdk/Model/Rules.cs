using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <summary>Makes a rule, or replaces all of it but its targets: what is left out is null afterwards.</summary>
internal sealed class PutRuleRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }

    public string? EventPattern { get; set; }

    /// <summary><c>ENABLED</c> or <c>DISABLED</c>.</summary>
    public string? State { get; set; }

    public string? Description { get; set; }

    public string? EventBusName { get; set; }
}

internal sealed class PutRuleResponse : AmazonWebServiceResponse
{
    public string? RuleArn { get; set; }
}

/// <summary>Refused while the rule has targets; of a rule that is not there it succeeds.</summary>
internal sealed class DeleteRuleRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }

    public string? EventBusName { get; set; }
}

internal sealed class DeleteRuleResponse : AmazonWebServiceResponse;

internal sealed class ListRulesRequest : AmazonWebServiceRequest
{
    public string? NamePrefix { get; set; }

    public string? EventBusName { get; set; }

    public string? NextToken { get; set; }

    /// <summary>1 to 100.</summary>
    public int? Limit { get; set; }
}

internal sealed class ListRulesResponse : AmazonWebServiceResponse
{
    public List<Rule>? Rules { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class Rule
{
    public string? Name { get; set; }

    public string? EventPattern { get; set; }

    public string? State { get; set; }

    public string? Description { get; set; }

    /// <summary>Of an AWS service that owns the rule; null for ours.</summary>
    public string? ManagedBy { get; set; }
}

internal sealed class TestEventPatternRequest : AmazonWebServiceRequest
{
    public string? EventPattern { get; set; }

    public string? Event { get; set; }
}

internal sealed class TestEventPatternResponse : AmazonWebServiceResponse
{
    public bool? Result { get; set; }
}
