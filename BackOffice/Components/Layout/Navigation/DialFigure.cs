using BackOffice.Core.Common;
using BackOffice.Core.Rollouts;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>The share of orders that are instant, or that instant processing is stopped.</summary>
public sealed class DialFigure(IRollouts rollouts) : INavFigure
{
    public const string Address = "/rollout";

    public string Href => Address;

    public async Task<Result<NavFigure>> ReadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await rollouts.GetAsync(RolloutPolicy.CityOrdersInstantProcessing, actor, cancellationToken))
            .Map(policy => new NavFigure(policy.Killed ? T("stopped") : Formats.Percent(policy.Dial), null));
}
