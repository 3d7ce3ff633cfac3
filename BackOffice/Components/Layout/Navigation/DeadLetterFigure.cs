using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>How many messages were given up, over all queues.</summary>
public sealed class DeadLetterFigure(IQueueDesk queues) : INavFigure
{
    public const string Address = "/queues";

    public string Href => Address;

    public async Task<Result<NavFigure>> ReadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await queues.StatesAsync(actor, cancellationToken)).Map(states => NavFigure.Of(states.Sum(queue => queue.Dead)));
}
