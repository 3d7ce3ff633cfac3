using System.Text.Json;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;

namespace BackOffice.Core.Samples;

/// <inheritdoc cref="ISamples"/>
internal sealed class SampleDesk(IStore store, IRollouts rollouts, SampleSignal signal, SampleOptions options, TimeProvider clock) : ISamples
{
    private const int Most = 20_000;

    /// <summary>Seven of ten are instant.</summary>
    private const int FirstDial = 7_000;

    /// <summary>The job moves the version under a command; more conflicts in a row than this are a bug that must surface.</summary>
    private const int MaxTries = 50;

    private static readonly Rejected s_notHere = new("samples.not-here", "Sample orders exist in the Development environment alone.");

    /// <summary>Who places them and sets the first dial.</summary>
    internal static readonly Actor Job = new("system:samples", "Sample orders", ActorKind.System, [Permission.OrdersWrite, Permission.RolloutRead, Permission.RolloutSet]);

    public async Task<Result<SampleRun>> GetAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!options.Allowed)
            return s_notHere;
        return actor.Lacks(Permission.OrdersRead) is { } forbidden ? forbidden : await ReadAsync(store, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Result<SampleRun>> StartAsync(StartSamples command, Actor actor, CancellationToken cancellationToken)
    {
        if (command.Orders is < 0 or > Most)
            return new Invalid("orders", FormattableString.Invariant($"0 to {Most:N0}."));
        if (command.Orders == 0 && !command.Trickle)
            return new Invalid("orders", "Say how many, or ask for a trickle.");
        var started = await ChangeAsync(
            command.CommandId, command.ExpectedVersion, actor, AuditActions.SamplesStarted,
            FormattableString.Invariant($"{command.Orders} sample orders{(command.Trickle ? ", and a trickle after them" : "")}."),
            run => run with
            {
                From = run.Placed, Wanted = run.Placed + command.Orders, Trickle = command.Trickle, StartedAt = clock.GetUtcNow(), StartedBy = actor.Name,
            },
            cancellationToken).ConfigureAwait(false);
        if (started.IsSuccess)
            await SetFirstDialAsync(cancellationToken).ConfigureAwait(false);
        return started;
    }

    public Task<Result<SampleRun>> StopAsync(StopSamples command, Actor actor, CancellationToken cancellationToken) => ChangeAsync(
        command.CommandId, command.ExpectedVersion, actor, AuditActions.SamplesStopped, null, run => run with { Wanted = Math.Min(run.Wanted, run.Placed), Trickle = false }, cancellationToken);

    internal static async Task<SampleRun> ReadAsync(IStore store, CancellationToken cancellationToken) =>
        await store.GetAsync(SampleRun.Subject, cancellationToken).ConfigureAwait(false) is { } stored
            ? (JsonSerializer.Deserialize(stored.Json.Span, SampleJson.Default.SampleRun) ?? new SampleRun()) with { Version = stored.Version }
            : new SampleRun();

    /// <summary>Somebody's own dial is left alone, and so is one that is set in the same moment.</summary>
    private async Task SetFirstDialAsync(CancellationToken cancellationToken)
    {
        var policy = await rollouts.GetAsync(RolloutPolicy.CityOrdersInstantProcessing, Job, cancellationToken).ConfigureAwait(false);
        if (policy is { IsSuccess: true, Value.Version: 0 })
            await rollouts.SetAsync(new SetRollout(policy.Value.Flag, "samples-dial", 0, "Sample orders show both paths.", FirstDial), Job, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Result<SampleRun>> ChangeAsync(
        string commandId, long expected, Actor actor, string action, string? note, Func<SampleRun, SampleRun> change, CancellationToken cancellationToken)
    {
        if (!options.Allowed)
            return s_notHere;
        if (actor.Lacks(Permission.SamplesRun) is { } forbidden)
            return forbidden;
        if (!CommandChecks.IsId(commandId))
            return new Invalid([CommandChecks.WrongId("commandId")]);
        for (var attempt = 1; ; attempt++)
        {
            var before = await ReadAsync(store, cancellationToken).ConfigureAwait(false);
            if (await store.FindAsync(KeyClasses.Command, commandId, prefix: false, 1, cancellationToken).ConfigureAwait(false) is [var holder])
                return holder == SampleRun.Subject ? before : new Conflict("command.reused", "This command id belongs to another command. Make a new one.");
            if (before.Commands != expected)
                return new Conflict("samples.version", $"{before.StartedBy ?? "Somebody"} started or stopped the sample orders meanwhile.", before.StartedBy, before.StartedAt);
            var version = before.Version + 1;
            var (record, audit) = AuditChain.Append(before.Audit, SampleRun.Subject, version, actor, action, clock.GetUtcNow(), commandId, note: note);
            var after = change(before) with { Commands = before.Commands + 1, Version = version, Audit = audit };
            var committed = await store.CommitAsync(
                new ChangeSet
                {
                    Subject = SampleRun.Subject, ExpectedVersion = before.Version, Audit = [record], AddKeys = [new LookupKey(KeyClasses.Command, commandId, Unique: true)],
                    Head = JsonSerializer.SerializeToUtf8Bytes(after, SampleJson.Default.SampleRun),
                },
                cancellationToken).ConfigureAwait(false);
            if (committed.IsSuccess)
            {
                signal.Raise();
                return after;
            }

            if (committed.Error is not Conflict || attempt == MaxTries)
                return committed.Error;
        }
    }
}
