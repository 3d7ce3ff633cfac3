using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>The one way to see personal data in clear, but for an export that is not masked.</summary>
public interface IReveals
{
    /// <summary>
    /// Counts and audits the look, then gives the customer in clear. Needs customers:reveal; <see cref="Throttled"/> <c>reveal.too-many</c> above sixty in an hour.
    /// </summary>
    Task<Result<RevealedCustomer>> CustomerAsync(RevealCustomer command, Actor actor, CancellationToken cancellationToken);
}
