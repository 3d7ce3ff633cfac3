namespace BackOffice.Core.Fulfilment;

/// <summary>One reason for which a voucher is suspended.</summary>
/// <param name="By">Who placed it and alone takes it away: a refund's id or a command's id.</param>
/// <param name="Reason">For people.</param>
/// <param name="At">UTC.</param>
public sealed record VoucherSuspension(string By, string Reason, DateTimeOffset At);
