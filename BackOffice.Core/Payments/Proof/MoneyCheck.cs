namespace BackOffice.Core.Payments.Proof;

/// <summary>A whole check that ended.</summary>
/// <param name="Id">As in <see cref="MoneyRun.Id"/>.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Nightly">True for the one by the clock.</param>
/// <param name="BegunAt">When.</param>
/// <param name="EndedAt">When.</param>
/// <param name="End">How.</param>
/// <param name="Orders">Looked at.</param>
/// <param name="Refunds">Cases in them.</param>
/// <param name="Broken">Findings over all invariants.</param>
public sealed record MoneyCheck(string Id, string By, bool Nightly, DateTimeOffset BegunAt, DateTimeOffset EndedAt, MoneyCheckEnd End, long Orders, long Refunds, long Broken);
