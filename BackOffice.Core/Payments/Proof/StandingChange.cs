using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Proof;

/// <summary>What a commit makes of the standing.</summary>
/// <param name="View">As it shall be.</param>
/// <param name="Notes">Its audit entries.</param>
internal sealed record StandingChange(MoneyView View, params IReadOnlyList<StandingNote> Notes);

/// <summary>One audit entry of the standing.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">See <see cref="Audit.AuditActions"/>.</param>
/// <param name="Text">In one English sentence; null for none.</param>
/// <param name="CommandId">Of a person's command.</param>
internal sealed record StandingNote(Actor Actor, string Action, string? Text = null, string? CommandId = null);
