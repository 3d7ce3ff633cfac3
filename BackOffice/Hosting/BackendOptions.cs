using BackOffice.Core.Backends.Aws;
using BackOffice.Core.Backends.Aws.Routing;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>Section <c>Backend</c>: where orders and executions live. Text, so that a wrong word is one error among all.</summary>
public sealed record BackendOptions
{
    public const string Section = "Backend";

    public const string Embedded = "Embedded";

    /// <summary><see cref="Embedded"/> or <see cref="Aws"/>.</summary>
    public string Store { get; set; } = Embedded;

    public string Workflows { get; set; } = Embedded;

    /// <summary>Where rules live and who delivers: the embedded router, or EventBridge; see section <see cref="EventBridgeOptions.Section"/>.</summary>
    public string Routing { get; set; } = Embedded;

    /// <summary>Orders in DynamoDB; see section <see cref="AwsOptions.Section"/>.</summary>
    public const string Aws = "Aws";

    /// <summary>True when orders and executions stay on this machine, in files or in DynamoDB Local.</summary>
    public bool IsOnThisMachine(IConfiguration configuration) =>
        Workflows == Embedded && (Routing == Embedded || configuration.GetSection(EventBridgeOptions.Section).Get<EventBridgeOptions>()?.IsLoopback == true)
        && (Store == Embedded || (Store == Aws && configuration.GetSection(AwsOptions.Section).Get<AwsOptions>()?.IsLoopback == true));

    internal sealed class Validator : IValidateOptions<BackendOptions>
    {
        public ValidateOptionsResult Validate(string? name, BackendOptions options)
        {
            var errors = new List<string>();
            if (options.Store is not (Embedded or Aws))
                errors.Add($"{Section}:Store: '{options.Store}' is not a backend; set {Embedded} or {Aws}.");
            if (options.Workflows == Aws)
                errors.Add($"{Section}:Workflows: Aws is not part of this version; set Embedded.");
            else if (options.Workflows != Embedded)
                errors.Add($"{Section}:Workflows: '{options.Workflows}' is not a backend; set Embedded.");
            if (options.Routing is not (Embedded or Aws))
                errors.Add($"{Section}:Routing: '{options.Routing}' is not a backend; set {Embedded} or {Aws}.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
