namespace BackOffice.Core.Fulfilment;

/// <summary>What a command has begun with a voucher outside and must finish, also after a crash.</summary>
/// <param name="Operation">The command's id, and the operation of its effects.</param>
/// <param name="Kind">What is to come of it.</param>
/// <param name="ActorId">Who asked.</param>
/// <param name="ActorName">For people.</param>
/// <param name="Reason">For people.</param>
/// <param name="At">When it began.</param>
/// <param name="LookAt">When the program takes it up again by itself.</param>
public sealed record PendingAct(
    string Operation, PendingKind Kind, string ActorId, string ActorName, string Reason, DateTimeOffset At, DateTimeOffset LookAt);
