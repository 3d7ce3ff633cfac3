using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Pipeline;

/// <summary>
/// Sets a stopped order going again: redrive of its execution, a new run where redrive is not possible, or the next batch run. Claimed first, in the
/// commit that decides it; told to the engine after, with the token of that commit, again and again until the projector sees it run.
/// </summary>
public sealed class Resume(OrderWriter orders, IWorkflows workflows, PipelineOptions options, TimeProvider clock)
{
    private static readonly Rejected s_nothing = new("resume.nothing", "Nothing to resume.");

    /// <summary>What a resume would be, from the execution as it is now.</summary>
    public async Task<RetryMode> ModeAsync(OrderHead order, CancellationToken cancellationToken)
    {
        if (order.Route.Execution is not { } name)
            return RetryMode.NextBatch;
        var execution = await workflows.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        if (execution is null)
            return RetryMode.NewRun;
        return execution.Status is ExecutionStatus.Running ? RetryMode.NotPossible
            : execution.RedriveStatus is RedriveStatus.Redrivable ? RetryMode.Redrive
            : RetryMode.NewRun;
    }

    /// <summary>The part of the deciding commit: the claim, and the token under which the engine is told.</summary>
    internal void Claim(OrderDraft draft, RetryMode mode, string token)
    {
        var now = clock.GetUtcNow();
        var head = draft.Head with { StuckSince = null, Attention = AttentionStatus.None, DueAt = now + options.InstantDue };
        switch (mode)
        {
            case RetryMode.NextBatch:
                var released = Lease.Release(head);
                var stage = BatchClock.StageOf(head.Step?.Name);
                draft.Head = released with
                {
                    Workflow = WorkflowStatus.FellBack,
                    DueAt = now + options.BatchDue,
                    NextLookupAt = null,
                    Route = released.Route with
                    {
                        BatchStage = stage, NextBatchAt = BatchClock.Next(now, options.BatchEvery), Epoch = released.Route.Epoch + 1, FallbackCount = Math.Max(1, head.Route.FallbackCount),
                    },
                };
                return;
            case RetryMode.Redrive:
                draft.Head = Resuming(Lease.Claim(head, head.Route.Execution ?? throw new InvalidOperationException("No execution to redrive."), now, options.Lease), token, now);
                return;
            case RetryMode.NewRun:
                var run = head.Route.Runs + 1;
                var name = FormattableString.Invariant($"{head.Id}-{run}");
                var claimed = Resuming(Lease.Claim(head, name, now, options.Lease), token, now);
                draft.Head = claimed with { Route = claimed.Route with { Execution = name, Runs = run, Redrives = -1 } };
                draft.AddKey(KeyClasses.Execution, name);
                return;
            default:
                throw new InvalidOperationException($"{mode} claims nothing.");
        }
    }

    /// <summary>Tells the engine what the order's pending resume says. Safe to repeat; null when the engine has it.</summary>
    public async Task<Error?> TellEngineAsync(OrderHead order, CancellationToken cancellationToken)
    {
        if (order.Resume is not { } token || order.Route.Execution is not { } name)
            return null;
        if (order.Route.Redrives < 0)
        {
            var started = await workflows.StartAsync(Dispatcher.DefinitionOf(order), name, Dispatcher.InputOf(order.Id), cancellationToken).ConfigureAwait(false);
            return started.IsSuccess || started.Error is Conflict { Code: "ExecutionAlreadyExists" } ? null : started.Error;
        }

        var redriven = await workflows.RedriveAsync(name, token, cancellationToken).ConfigureAwait(false);
        if (redriven.IsSuccess)
            return null;
        var execution = await workflows.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        return execution?.Status is ExecutionStatus.Running ? null : redriven.Error;
    }

    /// <summary>The reconciler's: everything that was unknown is settled, so the order goes on.</summary>
    internal async Task ResumeSettledAsync(OrderHead order, CancellationToken cancellationToken)
    {
        if (order.Resume is null)
        {
            var mode = await ModeAsync(order, cancellationToken).ConfigureAwait(false);
            var claimed = await orders.ChangeAsync(
                order.Id,
                draft =>
                {
                    var head = draft.Head;
                    if (head.UnknownEffects > 0 || head.Workflow is not WorkflowStatus.Failed || head.Resume is not null || head.Refunds?.Unwind is not null || head.Step?.Status is not StepStatus.Unknown)
                    {
                        if (head.NextLookupAt is null || head.UnknownEffects > 0 || draft.Effects().Any(effect => effect.State is Payments.EffectState.Awaiting))
                            return s_nothing;
                        draft.Head = head with { NextLookupAt = null };
                        return null;
                    }

                    Claim(draft, mode is RetryMode.NotPossible ? RetryMode.Redrive : mode, FormattableString.Invariant($"settled-{head.Route.Epoch + 1}"));
                    return null;
                },
                cancellationToken).ConfigureAwait(false);
            if (!claimed.IsSuccess)
                return;
            order = claimed.Value;
        }

        if (await TellEngineAsync(order, cancellationToken).ConfigureAwait(false) is not { } error)
            return;
        await orders.ChangeAsync(
            order.Id,
            draft =>
            {
                if (draft.Head.Resume != order.Resume)
                    return s_nothing;
                draft.Head = error is Conflict or Rejected
                    ? draft.Head with { Resume = null, NextLookupAt = null, Attention = AttentionStatus.NeedsOps }
                    : draft.Head with { NextLookupAt = clock.GetUtcNow() + options.LookUpAfter[0] };
                return null;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Until the projector confirms it, the reconciler comes back and tells the engine again.</summary>
    private OrderHead Resuming(OrderHead head, string token, DateTimeOffset now) => head with
    {
        Resume = token,
        NextLookupAt = now + options.LookUpAfter[0],
        Route = head.Route with { BatchStage = null, NextBatchAt = null, FallbackCount = 0 },
    };
}
