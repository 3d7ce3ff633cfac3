using Amazon.EventBridge.Model;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;
using InputTransformer = BackOffice.Core.Routing.Targets.InputTransformer;
using RetryPolicy = BackOffice.Core.Routing.Targets.RetryPolicy;

namespace BackOffice.Core.Backends.Aws.Routing;

/// <summary>Our targets as EventBridge's and back: names of destinations and queues are ARNs there.</summary>
internal sealed class TargetShapes(EventBridgeOptions options)
{
    /// <summary>Why the target cannot be put; null when it can.</summary>
    public FailedTarget? Refusal(RuleTarget target)
    {
        if (options.Targets.GetValueOrDefault(target.Destination)?.Arn is null)
            return new FailedTarget(target.Id, "ValidationException", $"The destination {target.Destination} has no target on EventBridge: set {EventBridgeOptions.Section}:Targets:{target.Destination}:Arn.");
        return options.DeadLetters.ContainsKey(target.DeadLetter)
            ? null
            : new FailedTarget(target.Id, "ValidationException", $"The dead letters {target.DeadLetter} have no queue on AWS: set {EventBridgeOptions.Section}:DeadLetters:{target.DeadLetter}.");
    }

    public Target ToAws(RuleTarget target)
    {
        var there = options.Targets[target.Destination];
        return new Target
        {
            Id = target.Id, Arn = there.Arn, RoleArn = string.IsNullOrEmpty(there.RoleArn) ? null : there.RoleArn, Input = target.Input, InputPath = target.InputPath,
            InputTransformer = target.InputTransformer is { } transformer
                ? new Amazon.EventBridge.Model.InputTransformer { InputPathsMap = new(transformer.InputPathsMap), InputTemplate = transformer.InputTemplate }
                : null,
            RetryPolicy = new Amazon.EventBridge.Model.RetryPolicy { MaximumRetryAttempts = target.Retry.MaximumRetryAttempts, MaximumEventAgeInSeconds = target.Retry.MaximumEventAgeInSeconds },
            DeadLetterConfig = new DeadLetterConfig { Arn = options.DeadLetters[target.DeadLetter] },
        };
    }

    /// <summary>What is not ours keeps its ARN as its name, so that it equals nothing that we would put.</summary>
    public RuleTarget FromAws(Target target) => new()
    {
        Id = target.Id ?? "",
        Destination = options.Targets.FirstOrDefault(pair => pair.Value.Arn == target.Arn && Same(pair.Value.RoleArn, target.RoleArn)).Key ?? target.Arn ?? "",
        Input = target.Input,
        InputPath = target.InputPath,
        InputTransformer = target.InputTransformer is { } transformer
            ? new InputTransformer { InputPathsMap = transformer.InputPathsMap ?? [], InputTemplate = transformer.InputTemplate ?? "" }
            : null,
        Retry = target.RetryPolicy is { } retry ? new RetryPolicy(retry.MaximumRetryAttempts ?? RetryPolicy.MostRetries, retry.MaximumEventAgeInSeconds ?? RetryPolicy.LongestAge) : new RetryPolicy(),
        DeadLetter = options.DeadLetters.FirstOrDefault(pair => pair.Value == target.DeadLetterConfig?.Arn).Key ?? target.DeadLetterConfig?.Arn ?? "none",
    };

    private static bool Same(string? ours, string? theirs) => string.IsNullOrEmpty(ours) ? string.IsNullOrEmpty(theirs) : ours == theirs;
}
