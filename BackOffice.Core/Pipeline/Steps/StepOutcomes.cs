using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline.Steps;

internal static class StepOutcomes
{
    /// <summary>What a step says of an effect that did not succeed; null when it did.</summary>
    public static StepFailed? FailureOf(EffectOutcome outcome) => outcome switch
    {
        EffectDone => null,
        EffectRefused refused => new StepFailed(refused.Code, refused.Message),
        EffectNotExecuted not => new StepFailed(not.Code, not.Message),
        EffectNotKnown unknown => new StepFailed(ErrorCodes.EffectUnknown, unknown.Message),
        EffectAwaiting awaiting => new StepFailed(ErrorCodes.EffectUnknown, $"The gateway has not finished: {awaiting.Effect.ErrorMessage}."),
        EffectLeaseLost lost => new StepFailed(ErrorCodes.LeaseLost, lost.Message),
        EffectNotWritten not => new StepFailed(ErrorCodes.StoreUnavailable, not.Message),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome of an effect."),
    };
}
