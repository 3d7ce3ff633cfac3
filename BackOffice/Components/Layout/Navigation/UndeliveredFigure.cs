using BackOffice.Core.Common;
using BackOffice.Core.Routing;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>How many events could not be delivered to a destination; counted once for the whole process while deliveries change, at most once a second.</summary>
public sealed class UndeliveredFigure(IDeliveryDesk deliveries, SharedReading<UndeliveredFigure> shared) : INavFigure
{
    public const string Address = "/rules/dead-letters";

    public string Href => Address;

    public async Task<Result<NavFigure>> ReadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await shared.ReadAsync(deliveries.Changes, TimeSpan.FromSeconds(1), () => CountAsync(actor), cancellationToken)).Map(NavFigure.Of);

    private async Task<Result<long>> CountAsync(Actor actor) => (await deliveries.DeadLettersAsync(actor, CancellationToken.None)).Map(groups => groups.Sum(group => group.Count));
}
