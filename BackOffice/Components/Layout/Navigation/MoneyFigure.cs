using BackOffice.Core.Common;
using BackOffice.Core.Payments.Proof;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>How many rules of the money are broken.</summary>
public sealed class MoneyFigure(IMoneyDesk money) : INavFigure
{
    public const string Address = "/money";

    public string Href => Address;

    public async Task<Result<NavFigure>> ReadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await money.RedAsync(actor, cancellationToken)).Map(red => NavFigure.Of(red));
}
