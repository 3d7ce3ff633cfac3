namespace BackOffice.Core.Routing.Delivery;

/// <summary>Sends to one destination. It may be given the same parcel again after a crash or an unknown outcome.</summary>
public interface IDestinationSender
{
    /// <summary>How many parcels one call of <see cref="SendAsync"/> may hold; above 1 calls are never made beside each other.</summary>
    int BatchSize => 1;

    /// <summary>One outcome a parcel, in their order. Throws only for bugs.</summary>
    Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken);
}
