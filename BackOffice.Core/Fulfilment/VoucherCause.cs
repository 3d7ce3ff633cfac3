using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>For whom and why a voucher is moved: what its audit entry and its event say.</summary>
/// <param name="Actor">A person, a client, or the part of the program that acts.</param>
/// <param name="Operation">The refund's id, or the command's.</param>
/// <param name="Reason">For people.</param>
/// <param name="At">UTC.</param>
/// <param name="CommandId">Groups the audit entries of one command; null for what no command did.</param>
internal sealed record VoucherCause(Actor Actor, string Operation, string Reason, DateTimeOffset At, string? CommandId = null);
