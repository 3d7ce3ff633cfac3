using BackOffice.Core.Common;
using BackOffice.Core.Routing;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>How many events could not be delivered to a destination.</summary>
public sealed class UndeliveredFigure(IDeliveryDesk deliveries) : INavFigure
{
    public const string Address = "/rules/dead-letters";

    public string Href => Address;

    public async Task<Result<NavFigure>> ReadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await deliveries.DeadLettersAsync(actor, cancellationToken)).Map(groups => NavFigure.Of(groups.Sum(group => group.Count)));
}
