using BackOffice.Core.Orders;
using Microsoft.FeatureManagement;

namespace BackOffice.Core.Rollouts;

/// <summary>What the flag is asked about: the order's customer, never the person at the console.</summary>
/// <param name="Subject">User guid, or the order id of a guest.</param>
/// <param name="City">Of the first line.</param>
public sealed record RolloutContext(string Subject, string City)
{
    /// <summary>Set by the filter; null when the flag was off before any filter was asked (killed).</summary>
    public VariantDecision? Decision { get; set; }
}

/// <summary>The policies in force, as one reference that is swapped whole: what every evaluation reads.</summary>
public sealed class RolloutPolicies
{
    private volatile RolloutPolicy _policy = new() { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 0 };

    public RolloutPolicy Current => _policy;

    internal void Replace(RolloutPolicy policy) => _policy = policy;
}

/// <summary>Shows the policy to Microsoft.FeatureManagement as one flag with our filter; a killed policy is a disabled flag.</summary>
public sealed class RolloutDefinitionProvider(RolloutPolicies policies) : IFeatureDefinitionProvider
{
    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) =>
        Task.FromResult(featureName.Equals(policies.Current.Flag, StringComparison.OrdinalIgnoreCase) ? Of(policies.Current) : new FeatureDefinition { Name = featureName });

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        yield return await Task.FromResult(Of(policies.Current)).ConfigureAwait(false);
    }

    private static FeatureDefinition Of(RolloutPolicy policy) => new()
    {
        Name = policy.Flag,
        Status = policy.Killed ? FeatureStatus.Disabled : FeatureStatus.Conditional,
        EnabledFor = [new FeatureFilterConfiguration { Name = RolloutFilter.Alias, ParametersObject = policy }],
    };
}

/// <summary>Our filter in place of Microsoft.Targeting, whose group shares are OR-ed with the default and so cannot hold a city back.</summary>
[FilterAlias(Alias)]
public sealed class RolloutFilter : IContextualFeatureFilter<RolloutContext>
{
    public const string Alias = "BackOffice.Rollout";

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, RolloutContext appContext)
    {
        var policy = featureFilterContext.Settings as RolloutPolicy
            ?? throw new InvalidOperationException("The rollout filter got no policy.");
        appContext.Decision = RolloutDecision.Decide(policy, appContext.Subject, appContext.City);
        return Task.FromResult(appContext.Decision.Variant == RolloutDecision.On);
    }
}
