using System.Globalization;
using BackOffice.Core.Payments;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>
/// One gateway's own file: every call it received, and what took effect. A call is one transaction that is committed before the fault behaviour
/// begins and before anything is answered, so what the gateway did survives a kill of this process at any moment.
/// <para>
/// WAL with synchronous=OFF: the file stands for another company's system, which our crash does not touch. A killed process leaves its written
/// pages with the operating system, so nothing is lost; only a power cut could lose some, and that is the store's business, not the sandbox's.
/// </para>
/// </summary>
internal sealed class SandboxFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly SandboxStatements _sql;
    private readonly SandboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly long _lifetime;
    private readonly SandboxLots _lots;
    private long _lastRow;

    public SandboxFile(string path, SandboxOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _lifetime = options.KeyLifetime.Ticks / TimeSpan.TicksPerMicrosecond;
        _connection = SandboxSchema.OpenForWriting(path);
        _sql = new SandboxStatements(_connection);
        _lots = new SandboxLots(_connection);
        _lastRow = _sql.LastRow();
    }

    public GatewayTerms Terms => new(_options.KeyLifetime, CanLookUp: true);

    /// <summary>
    /// Receives a call: logs it, and lets <paramref name="decide"/> act at most once a key. <paramref name="decide"/> gets the new row's number and
    /// runs inside the transaction; it must not call out.
    /// </summary>
    public SandboxReply Receive(in SandboxRequest request, Func<long, SandboxDecision> decide)
    {
        var key = request.Key.ToString();
        lock (_gate)
        {
            var now = Now();
            _sql.Begin();
            try
            {
                var reply = Act(request, key, now, decide, out var done);
                _sql.LogCall(now, request.Operation, key, request.Hash, done, Describe(reply.Answer));
                _sql.Commit();
                return reply;
            }
            catch
            {
                _sql.RollBack();
                throw;
            }
        }
    }

    /// <summary>What the gateway knows of a key, for ever; pruning a key forgets its answer, not its effect.</summary>
    public (LookupAnswer Answer, TimeSpan Delay) LookUp(EffectKey effectKey)
    {
        var key = effectKey.ToString();
        lock (_gate)
        {
            var now = Now();
            _sql.Begin();
            try
            {
                var (answer, delay, done) = Find(key, now);
                _sql.LogCall(now, "look-up", key, [], done, answer switch
                {
                    LookupFound found => Describe(found.Answer),
                    LookupNotFound => "not found",
                    _ => "none",
                });
                _sql.Commit();
                return (answer, delay);
            }
            catch
            {
                _sql.RollBack();
                throw;
            }
        }
    }

    /// <summary>An effect by its row, for the checks of what follows it: a capture, a void. Only inside <see cref="Receive"/>'s decision.</summary>
    public (string Operation, string Outcome, long Minor, string Unit, long UsedBy)? Effect(long row) => _sql.Effect(row);

    /// <summary>What of a capture has gone back, or may yet: the gateway's own ceiling. Only inside <see cref="Receive"/>'s decision.</summary>
    public long RefundedOf(long capture) => _sql.RefundedOf(capture, Now());

    /// <summary>Keeps a refund's fate with its effect: only inside <see cref="Receive"/>'s decision. Of miles the capture is the redemption.</summary>
    public void KeepRefund(long row, long capture, long minor, SandboxFaultKind kind)
    {
        var (first, later) = kind switch
        {
            SandboxFaultKind.Pending => ("pending", "succeeded"),
            SandboxFaultKind.PendingThenFailed => ("pending", "failed"),
            SandboxFaultKind.RequiresAction => ("requires_action", "failed"),
            SandboxFaultKind.ReversedLater => ("succeeded", "reversed"),
            _ => ("succeeded", "succeeded"),
        };
        _sql.KeepRefund(row, capture, minor, first, later, first == later ? 0 : Now() + (_options.LateDelay.Ticks / TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>A redemption: the lots it took, or null when the member has not so many miles. Only inside <see cref="Receive"/>'s decision.</summary>
    public IReadOnlyList<(DateOnly ExpiresOn, long Miles)>? TakeMiles(long row, string member, long miles) => _lots.Take(row, member, miles, Today(), Now());

    /// <summary>A recredit within its ceiling. Only inside <see cref="Receive"/>'s decision.</summary>
    public (long Back, long Expired) GiveMilesBack(long row, long redemption, string member, long miles) => _lots.GiveBack(row, redemption, member, miles, Today(), Now());

    /// <summary>Redemptions and recredits after a row, in order, as they are now.</summary>
    public IReadOnlyList<(long Row, long At, string Key, string Reference, long Minor, string Unit, string State, string Operation)> Movements(long after, int limit)
    {
        lock (_gate)
            return _sql.Movements(after, Now(), limit);
    }

    public static GatewayRefundStatus StatusOf(string state) => state switch
    {
        "succeeded" => GatewayRefundStatus.Succeeded,
        "failed" => GatewayRefundStatus.Failed,
        "reversed" => GatewayRefundStatus.Reversed,
        _ => GatewayRefundStatus.Pending,
    };

    /// <summary>Refunds after a row, in order, as they are now.</summary>
    public IReadOnlyList<(long Row, long At, string Key, string Reference, long Minor, string Unit, string State)> Refunds(long after, int limit)
    {
        lock (_gate)
            return _sql.Refunds(after, Now(), limit);
    }

    public void LogCallback(string key, int delivery, string outcome)
    {
        lock (_gate)
            _sql.LogCallback(Now(), key, delivery, outcome);
    }

    /// <summary>Accepts a message together with its effect: only inside <see cref="Receive"/>'s decision.</summary>
    public void KeepMail(long row, string name, string text) => _sql.KeepMail(row, name, text);

    /// <summary>Messages accepted whose file may not be written yet, oldest first.</summary>
    public IReadOnlyList<(long Row, string Name, string Text)> KeptMail()
    {
        lock (_gate)
            return _sql.KeptMail();
    }

    public void ForgetMail(long row)
    {
        lock (_gate)
            _sql.ForgetMail(row);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _sql.Dispose();
            _connection.Dispose();
        }
    }

    private SandboxReply Act(in SandboxRequest request, string key, long now, Func<long, SandboxDecision> decide, out string done)
    {
        var fault = request.Fault;
        if (_sql.Latest(key) is { } stored && now - stored.At < _lifetime)
            return Repeat(request, stored, now, out done);

        if (fault.Kind is SandboxFaultKind.NotExecuted && _sql.CountTry(key) <= fault.Times)
        {
            done = "not executed";
            return new(new GatewayNotExecuted(fault.Code ?? "", fault.Message ?? "", _options.BusyRetryAfter), TimeSpan.Zero);
        }
        if (fault.Kind is SandboxFaultKind.LostBefore && _sql.CountTry(key) <= fault.Times)
        {
            done = "lost";
            return new(new GatewayUnknown("No answer in time."), _options.TimeoutDelay);
        }

        var row = ++_lastRow;
        var refused = fault.Kind is SandboxFaultKind.Refused && Refuses(fault, request.Key);
        var decision = refused ? new(new GatewayRefused(fault.Code ?? "", fault.Message ?? "")) : decide(row);
        var answer = decision.Answer is GatewaySucceeded succeeded
            ? succeeded with { ExternalId = SandboxReference.Of(request.Prefix, row) }
            : decision.Answer;
        var tookEffect = answer is GatewaySucceeded;
        var told = Told(row, answer, long.MinValue);
        var kind = tookEffect ? fault.Kind : SandboxFaultKind.None;
        var visibleAt = kind is SandboxFaultKind.LostLate ? now + (_options.LateDelay.Ticks / TimeSpan.TicksPerMicrosecond) : 0;
        _sql.InsertEffect(new StoredEffect(row, now, key, request.Operation, request.Hash, answer, decision.Minor, decision.Unit, visibleAt,
            fault.LookupsLost && tookEffect ? fault.Times : 0));
        if (decision.Uses is { } used && tookEffect)
            _sql.UseUp(used, row);
        done = tookEffect ? "took effect" : "refused";
        return kind switch
        {
            SandboxFaultKind.LostAfter or SandboxFaultKind.LostLate => new(new GatewayUnknown("No answer in time."), _options.TimeoutDelay, row, Fresh: true),
            SandboxFaultKind.ErrorAfter => new(new GatewayUnknown("The gateway answered 500."), TimeSpan.Zero, row, Fresh: true),
            SandboxFaultKind.GarbageAfter => new(new GatewayUnknown("The gateway's answer cannot be read."), TimeSpan.Zero, row, Fresh: true),
            SandboxFaultKind.Slow => new(told, _options.SlowDelay, row, Fresh: true),
            SandboxFaultKind.DuplicateCallback => new(told, TimeSpan.Zero, row, Callbacks: 2, Fresh: true),
            SandboxFaultKind.None or SandboxFaultKind.Refused or SandboxFaultKind.NotExecuted or SandboxFaultKind.LostBefore
                or SandboxFaultKind.Pending or SandboxFaultKind.PendingThenFailed or SandboxFaultKind.RequiresAction or SandboxFaultKind.ReversedLater =>
                new(told, TimeSpan.Zero, row, Fresh: true),
        };
    }

    /// <summary>What a refund's fate makes of its answer at a moment; the answer itself for everything else.</summary>
    private GatewayAnswer Told(long row, GatewayAnswer answer, long at)
    {
        if (answer is not GatewaySucceeded succeeded || _sql.Refund(row) is not { } fate)
            return answer;
        return (fate.ChangesAt <= at ? fate.Later : fate.First) switch
        {
            "succeeded" => succeeded,
            "failed" when SandboxReference.RowOf(SandboxMilesGateway.RecreditPrefix, succeeded.ExternalId) is not null =>
                new GatewayRefused(Pipeline.ErrorCodes.MilesRefused, "The programme did not book the miles."),
            "reversed" when SandboxReference.RowOf(SandboxMilesGateway.RecreditPrefix, succeeded.ExternalId) is not null => new GatewayReversed("The programme took the miles out again."),
            "failed" => new GatewayRefused(Pipeline.ErrorCodes.RefundRefused, "The bank did not take the refund."),
            "reversed" => new GatewayReversed("The bank sent the money back."),
            var pending => new GatewayPending(succeeded.ExternalId, pending),
        };
    }

    private SandboxReply Repeat(in SandboxRequest request, StoredEffect stored, long now, out string done)
    {
        if (stored.Operation != request.Operation || !stored.Hash.AsSpan().SequenceEqual(request.Hash))
        {
            done = "mismatch";
            return new(new GatewayRefused(Pipeline.ErrorCodes.KeyMismatch, "The key was used before with another request."), TimeSpan.Zero);
        }
        if (stored.VisibleAt > now)
        {
            done = "in progress";
            return new(new GatewayNotExecuted(Pipeline.ErrorCodes.GatewayBusy, "The first call of this key is still in progress.", _options.BusyRetryAfter), TimeSpan.Zero);
        }
        done = "repeated";
        return request.Fault.Kind is SandboxFaultKind.ErrorAfter && stored.Answer is GatewaySucceeded
            ? new(new GatewayUnknown("The gateway answered 500."), TimeSpan.Zero, stored.Row)
            : new(Told(stored.Row, stored.Answer, long.MinValue), TimeSpan.Zero, stored.Row);
    }

    private (LookupAnswer Answer, TimeSpan Delay, string Done) Find(string key, long now)
    {
        if (_sql.Latest(key) is not { } stored || stored.VisibleAt > now)
            return (new LookupNotFound(), TimeSpan.Zero, "not found");
        if (stored.LookupsLost > 0 && _sql.CountTry("look-up " + key) <= stored.LookupsLost)
            return (new LookupUnavailable("The look-up had no answer."), _options.TimeoutDelay, "lost");
        return (new LookupFound(Told(stored.Row, stored.Answer, now)), TimeSpan.Zero, "found");
    }

    /// <summary>By attempt: the first so many; by unit: those after the first so many. Always: all.</summary>
    private static bool Refuses(SandboxFault fault, EffectKey key) =>
        fault.ByUnit ? UnitOf(key) > fault.Times : key.Attempt <= fault.Times;

    private static int UnitOf(EffectKey key) =>
        int.TryParse(key.Unit.AsSpan(key.Unit.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var unit) ? unit : 1;

    private static string Describe(GatewayAnswer answer) => answer switch
    {
        GatewaySucceeded succeeded => "succeeded " + succeeded.ExternalId,
        GatewayRefused refused => "refused " + refused.Code,
        GatewayNotExecuted not => "not executed " + not.Code,
        GatewayUnknown unknown => "none: " + unknown.Message,
        GatewayPending pending => $"{pending.Status} {pending.ExternalId}",
        GatewayReversed => "reversed",
        _ => throw new InvalidOperationException("No such answer: " + answer.GetType().Name),
    };

    private DateOnly Today() => DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);

    private long Now() => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
