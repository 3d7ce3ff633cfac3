using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>What the merchant gives for the code: nothing of it says whose it was.</summary>
/// <param name="Last4">The code's last four characters.</param>
/// <param name="OfferId">What was bought.</param>
/// <param name="UnitId">Which variant of it.</param>
/// <param name="Title">In words.</param>
/// <param name="Worth">What it buys.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Repeated">True when this key had done it already.</param>
public sealed record RedeemedVoucher(string Last4, string OfferId, string UnitId, string Title, Money Worth, DateTimeOffset At, bool Repeated);
