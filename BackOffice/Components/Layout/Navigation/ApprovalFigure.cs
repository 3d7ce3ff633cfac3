using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>How many refunds wait for approval.</summary>
public sealed class ApprovalFigure(IRefunds refunds) : INavFigure
{
    public const string Address = "/approvals";

    private const int Most = 100;

    public string Href => Address;

    public async Task<Result<NavFigure>> ReadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await refunds.PendingAsync(Most, actor, cancellationToken)).Map(cases => NavFigure.Of(cases.Count));
}
