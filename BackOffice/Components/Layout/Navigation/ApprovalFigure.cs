using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>How many refunds wait for approval; read once a beat of the orders for the whole process.</summary>
public sealed class ApprovalFigure(IRefunds refunds, OrderBeat beat, SharedReading<ApprovalFigure> shared) : INavFigure
{
    public const string Address = "/approvals";

    private const int Most = 100;

    public string Href => Address;

    public async Task<Result<NavFigure>> ReadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await shared.ReadAsync(beat.Count, TimeSpan.Zero, () => CountAsync(actor), cancellationToken)).Map(NavFigure.Of);

    private async Task<Result<long>> CountAsync(Actor actor) => (await refunds.PendingAsync(Most, actor, CancellationToken.None)).Map(cases => (long)cases.Count);
}
