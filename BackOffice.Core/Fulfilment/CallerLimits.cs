using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>
/// How many codes a caller may name in a minute, and how many of them may be wrong. Counted in this process: with several, a caller has that many times more,
/// which at 60 random bits a code changes nothing.
/// </summary>
public sealed class CallerLimits(VoucherOptions options, TimeProvider clock)
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private Dictionary<string, Window> _callers = [];
    private DateTimeOffset _swept;

    /// <summary>Null when the caller may name one more code, which is counted; else how long to wait.</summary>
    public Throttled? Take(string caller)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var window = Of(caller, now);
            if (window.Asked >= options.CodesAMinute || window.Missed >= options.MissesAMinute)
                return new Throttled("voucher.too-many", "Too many codes in a minute. Wait and ask again.", window.Ends - now);
            window.Asked++;
            return null;
        }
    }

    /// <summary>The code that was taken was wrong.</summary>
    public void Miss(string caller)
    {
        lock (_gate)
            Of(caller, clock.GetUtcNow()).Missed++;
    }

    private Window Of(string caller, DateTimeOffset now)
    {
        if (now - _swept > s_window)
        {
            _callers = _callers.Where(pair => pair.Value.Ends > now).ToDictionary();
            _swept = now;
        }

        if (!_callers.TryGetValue(caller, out var window) || window.Ends <= now)
            _callers[caller] = window = new Window { Ends = now + s_window };
        return window;
    }

    private sealed class Window
    {
        public required DateTimeOffset Ends { get; init; }

        public int Asked { get; set; }

        public int Missed { get; set; }
    }
}
