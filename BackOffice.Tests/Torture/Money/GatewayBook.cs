using System.Globalization;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Torture.Money;

/// <summary>
/// The gateway's own books: one entry a key, for ever, with a ceiling of its own on what goes back of a capture. Each movement is one line of a journal that this process
/// alone writes, in one write each; nothing of the program under test has a hand in it.
/// </summary>
internal sealed class GatewayBook(string journal, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(journal, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>> _byTarget = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _mail = new(StringComparer.Ordinal);
    private int _last;

    public void Note(GatewayCall call)
    {
        lock (_gate)
            Write(new BookLine("called", call.Operation, call.Key, call.Target, call.Minor, call.Unit, null, null, null));
    }

    /// <summary>The answer to a key that was used before, or null when it is new.</summary>
    public GatewayReply? Known(GatewayCall call)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(call.Key, out var entry))
                return null;
            if (entry.VisibleAt > clock.GetUtcNow())
                return new GatewayReply(GatewayReply.Busy, Message: "The first call of this key is still in progress.");
            if (entry.Call with { Body = null } == call with { Body = null })
                return entry.First;
            Write(new BookLine("mismatch", call.Operation, call.Key, call.Target, call.Minor, call.Unit, null, null, null));
            return new GatewayReply(GatewayReply.Refused, Code: ErrorCodes.KeyMismatch, Message: "The key was used before with another request.");
        }
    }

    /// <summary>Does what is asked, once a key; the first answer is kept.</summary>
    /// <param name="call">A key that is not known.</param>
    /// <param name="refusal">The code of a refusal that is to be, or null.</param>
    /// <param name="pending">A refund that is not finished at once.</param>
    /// <param name="late">How long nobody sees what it did.</param>
    public GatewayReply Act(GatewayCall call, string? refusal, bool pending, TimeSpan late)
    {
        lock (_gate)
        {
            var code = refusal ?? Refuse(call);
            var number = ++_last;
            var reference = string.Create(CultureInfo.InvariantCulture, $"{call.Operation}-{number}");
            var state = code is not null ? "failed" : pending ? GatewayReply.Pending : GatewayReply.Succeeded;
            var first = code is not null ? new GatewayReply(GatewayReply.Refused, Code: code, Message: "The gateway refused.")
                : new GatewayReply(state, reference, Body: call.Operation == "send" ? null : call.Body);
            var entry = new Entry(call, first, reference) { State = state, Now = first, VisibleAt = clock.GetUtcNow() + late };
            _byKey[call.Key] = entry;
            _byReference[reference] = entry;
            Under(_byTarget, call.Target ?? "").Add(entry);
            if (call.Operation == "send" && code is null)
                Under(_mail, call.Key[..call.Key.IndexOf('/', StringComparison.Ordinal)]).Add(call.Body ?? "");
            Write(new BookLine(code is null ? "took" : "refused", call.Operation, call.Key, call.Target, call.Minor, call.Unit, reference, state, call.Body));
            return first;
        }
    }

    /// <summary>What the gateway knows of a key now.</summary>
    public GatewayReply LookUp(string key)
    {
        lock (_gate)
            return _byKey.TryGetValue(key, out var entry) && entry.VisibleAt <= clock.GetUtcNow() ? entry.Now : new GatewayReply(GatewayReply.Unknown);
    }

    /// <summary>A pending refund ends, or a paid one comes back; what is to be called back.</summary>
    public GatewayReply Become(string key, string state)
    {
        lock (_gate)
        {
            var entry = _byKey[key];
            entry.State = state;
            entry.Now = state switch
            {
                "failed" => new GatewayReply(GatewayReply.Refused, Code: ErrorCodes.RefundRefused, Message: "The bank did not take it."),
                GatewayReply.Reversed => new GatewayReply(GatewayReply.Reversed, entry.Reference, Message: "The bank sent the money back."),
                _ => new GatewayReply(GatewayReply.Succeeded, entry.Reference, Body: entry.Call.Body),
            };
            Write(new BookLine("became", entry.Call.Operation, key, entry.Call.Target, entry.Call.Minor, entry.Call.Unit, entry.Reference, state, null));
            return entry.Now;
        }
    }

    /// <summary>What was made of some operations, oldest first, as it is now.</summary>
    public IReadOnlyList<BookLine> Made(params string[] operations)
    {
        lock (_gate)
        {
            return [.. _byKey.Values.Where(entry => operations.Contains(entry.Call.Operation) && entry.First.Said is not GatewayReply.Refused)
                .Select(entry => new BookLine("took", entry.Call.Operation, entry.Call.Key, entry.Call.Target, entry.Call.Minor, entry.Call.Unit, entry.Reference, entry.State, null))];
        }
    }

    /// <summary>The messages about an order, oldest first.</summary>
    public IReadOnlyList<string> Mail(string order)
    {
        lock (_gate)
            return [.. Under(_mail, order)];
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The gateway's own checks; a refund beyond its capture is the ceiling, which a sound caller never meets.</summary>
    private string? Refuse(GatewayCall call)
    {
        switch (call.Operation)
        {
            case "capture":
                return Alive(call.Target, "authorise") is not { } authorised || authorised.Call.Unit != call.Unit || call.Minor > authorised.Call.Minor
                    || On(call, "capture").Concat(On(call, "release")).Any(entry => entry.State == GatewayReply.Succeeded) ? ErrorCodes.CaptureRefused : null;
            case "release":
                return Alive(call.Target, "authorise") is null || On(call, "capture").Any(entry => entry.State == GatewayReply.Succeeded) ? ErrorCodes.CaptureRefused : null;
            case "refund" or "recredit":
                var left = Alive(call.Target, call.Operation == "refund" ? "capture" : "redeem") is { } taken && taken.Call.Unit == call.Unit
                    ? taken.Call.Minor - On(call, call.Operation).Where(entry => entry.State is GatewayReply.Succeeded or GatewayReply.Pending).Sum(entry => entry.Call.Minor)
                    : 0;
                if (call.Minor > 0 && call.Minor <= left)
                    return null;
                Write(new BookLine("ceiling", call.Operation, call.Key, call.Target, call.Minor, call.Unit, null, null, null));
                return ErrorCodes.RefundRefused;
            default:
                return null;
        }
    }

    private IEnumerable<Entry> On(GatewayCall call, string operation) => Under(_byTarget, call.Target ?? "").Where(entry => entry.Call.Operation == operation);

    private static List<T> Under<T>(Dictionary<string, List<T>> index, string key) => index.TryGetValue(key, out var list) ? list : index[key] = [];

    private Entry? Alive(string? reference, string operation) =>
        reference is not null && _byReference.TryGetValue(reference, out var entry) && entry.Call.Operation == operation && entry.State == GatewayReply.Succeeded ? entry : null;

    private void Write(BookLine line) => _file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line) + "\n"));

    private sealed class Entry(GatewayCall call, GatewayReply first, string reference)
    {
        public GatewayCall Call => call;

        /// <summary>What the same key is answered, for ever.</summary>
        public GatewayReply First => first;

        public string Reference => reference;

        public required string State { get; set; }

        /// <summary>What a look-up is answered.</summary>
        public required GatewayReply Now { get; set; }

        public required DateTimeOffset VisibleAt { get; init; }
    }
}
