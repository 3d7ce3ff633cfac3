using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>What sending vouchers again would do now.</summary>
/// <param name="Version">To be sent with the command.</param>
/// <param name="To">The address, masked.</param>
/// <param name="LastTo">Where the last message went, masked; null when none is known.</param>
/// <param name="AddressChanged">The address is another than the one the vouchers went to last.</param>
/// <param name="SentInDay">Messages sent again within a day.</param>
/// <param name="WhyNot">Why it cannot be done now; null when it can.</param>
public sealed record ResendCheck(long Version, string To, string? LastTo, bool AddressChanged, int SentInDay, Sentence? WhyNot);
