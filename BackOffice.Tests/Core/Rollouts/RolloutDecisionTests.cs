using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace BackOffice.Tests.Core.Rollouts;

public sealed class RolloutDecisionTests
{
    private const string Flag = RolloutPolicy.CityOrdersInstantProcessing;

    /// <summary>Vectors of Microsoft.FeatureManagement's targeting default for this flag.</summary>
    [Theory]
    [InlineData("user-1", "94.256581")]
    [InlineData("user-2", "48.013825")]
    [InlineData("user-3", "9.221423")]
    [InlineData("alice", "11.566648")]
    [InlineData("00000000-0000-0000-0000-000000000001", "28.754956")]
    [InlineData("", "23.495084")]
    public void Share_OfAVector_IsTheLibrarysPercentage(string id, string percent)
    {
        var share = RolloutBucket.Share(id, Flag) * 100;

        Assert.Equal(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture), Math.Round(share, 6));
    }

    [Fact]
    public async Task Share_OfManyIds_AgreesWithTheLibrarysOwnTargeting()
    {
        foreach (var dial in new[] { 0.01, 5, 12.5, 50, 99 })
        {
            var services = new ServiceCollection();
            services.AddSingleton<IFeatureDefinitionProvider>(new Targeting(dial));
            services.AddFeatureManagement();
            await using var provider = services.BuildServiceProvider();
            var library = provider.GetRequiredService<IFeatureManager>();
            for (var i = 0; i < 300; i++)
            {
                var id = $"someone-{i}";
                var expected = await library.IsEnabledAsync(Flag, new TargetingContext { UserId = id });

                Assert.Equal(expected, (double)(RolloutBucket.Share(id, Flag) * 100) < dial);
            }
        }
    }

    [Fact]
    public void Bucket_OfOneGuidInTwoSpellings_IsOne() =>
        Assert.Equal(RolloutBucket.Of("AbCd-1", Flag), RolloutBucket.Of(" abcd-1 ", Flag));

    [Fact]
    public void Decide_RisingDial_NeverSendsAnybodyBack()
    {
        for (var i = 0; i < 500; i++)
        {
            var was = false;
            for (var dial = 0; dial <= 10_000; dial += 250)
            {
                var on = RolloutDecision.Decide(Policy(dial), $"person-{i}", "Boston").Variant == RolloutDecision.On;
                Assert.False(was && !on, $"person-{i} left at {dial}");
                was = on;
            }

            Assert.True(was);
        }
    }

    [Theory]
    [InlineData(true, "alice", "Boston", RolloutDecision.Off, VariantReason.Killed)]
    [InlineData(false, "BOTH", "Boston", RolloutDecision.Off, VariantReason.DenyList)]
    [InlineData(false, "friend", "Miami", RolloutDecision.On, VariantReason.AllowList)]
    [InlineData(false, "alice", "Miami", RolloutDecision.Off, VariantReason.CityDial)]
    [InlineData(false, "alice", "Boston", RolloutDecision.On, VariantReason.Dial)]
    public void Decide_Precedence_KilledDenyAllowCityDefault(bool killed, string subject, string city, string variant, VariantReason reason)
    {
        var policy = Policy(4_000) with
        {
            Killed = killed, Deny = ["both"], Allow = ["both", "friend"], CityDials = new Dictionary<string, int> { ["Miami"] = 500 },
        };

        var decision = RolloutDecision.Decide(policy, subject, city);

        Assert.Equal((variant, reason), (decision.Variant, decision.Reason));
    }

    [Fact]
    public void Decide_CityBelowDefault_IsASubsetOfTheDefault()
    {
        var policy = Policy(1_000) with { CityDials = new Dictionary<string, int> { ["Miami"] = 500 } };
        for (var i = 0; i < 2_000; i++)
        {
            var miami = RolloutDecision.Decide(policy, $"p{i}", "Miami").Variant == RolloutDecision.On;
            var others = RolloutDecision.Decide(policy, $"p{i}", "Boston").Variant == RolloutDecision.On;
            Assert.False(miami && !others);
        }
    }

    [Fact]
    public async Task Library_WithOurProviderAndFilter_AnswersAsTheDecision()
    {
        var policies = new RolloutPolicies();
        var services = new ServiceCollection();
        services.AddSingleton(policies).AddSingleton<IFeatureDefinitionProvider, RolloutDefinitionProvider>();
        services.AddFeatureManagement().AddFeatureFilter<RolloutFilter>();
        await using var provider = services.BuildServiceProvider();
        var library = provider.GetRequiredService<IVariantFeatureManager>();
        foreach (var policy in new[] { Policy(0), Policy(4_000), Policy(10_000), Policy(10_000) with { Killed = true } })
        {
            policies.Replace(policy);
            for (var i = 0; i < 100; i++)
            {
                var context = new RolloutContext($"p{i}", "Boston");

                var on = await library.IsEnabledAsync(Flag, context);

                Assert.Equal(RolloutDecision.Decide(policy, $"p{i}", "Boston").Variant == RolloutDecision.On, on);
                Assert.Equal(policy.Killed, context.Decision is null);
            }
        }
    }

    private static RolloutPolicy Policy(int dial) => new() { Flag = Flag, Version = 17, Dial = dial };

    private sealed class Targeting(double dial) : IFeatureDefinitionProvider
    {
        public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => Task.FromResult(new FeatureDefinition
        {
            Name = featureName,
            EnabledFor =
            [
                new FeatureFilterConfiguration
                {
                    Name = "Microsoft.Targeting",
                    ParametersObject = new TargetingFilterSettings { Audience = new Audience { DefaultRolloutPercentage = dial } },
                },
            ],
        });

        public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
        {
            yield return await GetFeatureDefinitionAsync(Flag);
        }
    }
}
