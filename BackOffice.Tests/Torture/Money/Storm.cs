namespace BackOffice.Tests.Torture.Money;

/// <summary>How the gateway misbehaves on a call.</summary>
internal enum Gust
{
    Fine,

    /// <summary>Not executed, and said so.</summary>
    Busy,

    /// <summary>Lost before the gateway acted.</summary>
    LostBefore,

    /// <summary>It took effect; the connection ends without an answer.</summary>
    LostAfter,

    /// <summary>It took effect; 500 is answered.</summary>
    ErrorAfter,

    /// <summary>It took effect; the answer comes after the caller has given up.</summary>
    TimeOut,

    /// <summary>It is still on its way when it is looked up, and takes effect later.</summary>
    Late,
    Slow,

    /// <summary>It took effect; the callback overtakes the answer, twice.</summary>
    CallbackFirst,
    Pending,
    Refused,
}

/// <summary>What goes wrong and how often, by chance from a seed; nothing does once it is calm.</summary>
internal sealed class Storm(int seed)
{
    private static readonly (Gust Gust, int Weight)[] s_refunds =
    [
        (Gust.Fine, 48), (Gust.Busy, 7), (Gust.LostBefore, 7), (Gust.LostAfter, 8), (Gust.ErrorAfter, 4), (Gust.TimeOut, 3), (Gust.Late, 5), (Gust.Slow, 3),
        (Gust.CallbackFirst, 5), (Gust.Pending, 7), (Gust.Refused, 3),
    ];

    private static readonly (Gust Gust, int Weight)[] s_others =
        [(Gust.Fine, 88), (Gust.Busy, 2), (Gust.LostBefore, 2), (Gust.LostAfter, 3), (Gust.ErrorAfter, 1), (Gust.Late, 2), (Gust.Slow, 1), (Gust.Refused, 1)];

    /// <summary>What is sold out, or cannot be paid: orders that fail half way, for people to undo.</summary>
    private static readonly (Gust Gust, int Weight)[] s_scarce =
        [(Gust.Fine, 76), (Gust.Busy, 2), (Gust.LostBefore, 2), (Gust.LostAfter, 4), (Gust.ErrorAfter, 2), (Gust.Late, 3), (Gust.Slow, 1), (Gust.Refused, 10)];

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private bool _calm;

    public void Calm()
    {
        lock (_gate)
            _calm = true;
    }

    public Gust Next(string operation)
    {
        lock (_gate)
        {
            if (_calm)
                return Gust.Fine;
            var odds = operation switch
            {
                "refund" or "recredit" => s_refunds,
                "issue" or "redeem" => s_scarce,
                _ => s_others,
            };
            var at = _random.Next(odds.Sum(odd => odd.Weight));
            foreach (var (gust, weight) in odds)
            {
                at -= weight;
                if (at < 0)
                    return gust;
            }

            throw new InvalidOperationException("The odds do not add up.");
        }
    }

    /// <summary>True so many times in a hundred, and never when it is calm.</summary>
    public bool Chance(int percent)
    {
        lock (_gate)
            return !_calm && _random.Next(100) < percent;
    }

    /// <summary>The same when it is calm, too.</summary>
    public bool Fate(int percent)
    {
        lock (_gate)
            return _random.Next(100) < percent;
    }

    public TimeSpan Pause(int from, int to)
    {
        lock (_gate)
            return TimeSpan.FromMilliseconds(_random.Next(from, to));
    }
}
