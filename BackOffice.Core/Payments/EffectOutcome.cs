namespace BackOffice.Core.Payments;

/// <summary>How one run of an effect ended.</summary>
public abstract record EffectOutcome;

/// <summary>It took effect, now or in an earlier run.</summary>
public sealed record EffectDone(Effect Effect) : EffectOutcome;

/// <summary>The gateway refused for good.</summary>
public sealed record EffectRefused(string Code, string Message) : EffectOutcome;

/// <summary>Proved not executed: the same key may be sent again later.</summary>
public sealed record EffectNotExecuted(string Code, string Message) : EffectOutcome;

/// <summary>Nobody knows; the reconciler looks.</summary>
public sealed record EffectNotKnown(string Message) : EffectOutcome;

/// <summary>The gateway has it and has not finished.</summary>
public sealed record EffectAwaiting(Effect Effect) : EffectOutcome;

/// <summary>The order belongs to somebody else; nothing was sent by this run, or what was sent is recorded.</summary>
public sealed record EffectLeaseLost(string Message) : EffectOutcome;

/// <summary>The store refused the intent, so nothing was sent.</summary>
public sealed record EffectNotWritten(string Message) : EffectOutcome;
