using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders.Run;

/// <param name="X">Left end in units of the drawing.</param>
/// <param name="Width">At least 2.</param>
public sealed record GanttBar(double X, double Width, Try Try);

/// <summary>How long the step usually takes, from the beginning of its last try.</summary>
/// <param name="X">Where that try began.</param>
/// <param name="Median">Half of them end left of it.</param>
/// <param name="End">95 of 100 end left of it.</param>
public sealed record GanttGhost(double X, double Median, double End, StepTimes Times);

/// <param name="Waits">Between tries, from x to x.</param>
/// <param name="NextX">Where the next try is planned, or null.</param>
/// <param name="Ghost">Null for a step of which nothing is known, or that waits for a person.</param>
public sealed record GanttRow(
    StateRun Run, double Y, IReadOnlyList<GanttBar> Bars, IReadOnlyList<(double From, double To)> Waits, (double From, double To)? Span, double? NextX, GanttGhost? Ghost = null);

public sealed record GanttTick(double X, string Label);

/// <param name="X">Where the hatch begins.</param>
/// <param name="Length">How long the idle time really was.</param>
public sealed record GanttIdle(double X, double Width, TimeSpan Length);

/// <summary>
/// Tries and waits of an order on one time line. Times when nothing ran for more than five seconds are folded to a hatch with its length above, so that
/// seconds of work stay visible beside minutes of waiting.
/// </summary>
public sealed record GanttLayout(
    IReadOnlyList<GanttRow> Rows, IReadOnlyList<GanttTick> Ticks, IReadOnlyList<GanttIdle> Idles, double? NowX, DateTimeOffset Start, double Height)
{
    public const double Width = 770;
    public const double LabelWidth = 136;
    public const double RowHeight = 28;
    public const double Top = 46;
    private const double Right = 672;
    private const double NextWidth = 22;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);

    /// <summary>Null when nothing has begun yet.</summary>
    public static GanttLayout? Of(OrderRun run, DateTimeOffset now, IReadOnlyDictionary<string, StepTimes>? usual = null)
    {
        var rows = run.Rows.Where(state => state.Status is not StepStatus.NotNeeded || state.Tries.Count > 0).ToList();
        var busy = rows.SelectMany(state => Busy(state, now)).OrderBy(span => span.From).ToList();
        if (busy.Count == 0)
            return null;

        var open = run.IsOpen || rows.Exists(state => state.Status is StepStatus.Held);
        var scale = Scale.Of(busy, open ? now : busy.Max(span => span.To), rows.Exists(state => state.NextTryAt > now));
        var drawn = rows.Select((state, index) => Draw(state, Top + (index * RowHeight), scale, now) with { Ghost = GhostOf(state, scale, usual) }).ToList();
        return new GanttLayout(drawn, scale.Ticks(), scale.Idles, open ? scale.X(now) : null, busy[0].From, Top + (rows.Count * RowHeight) + 10);
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Busy(StateRun state, DateTimeOffset now)
    {
        if (state.EnteredAt is { } entered)
            yield return (entered, entered);
        foreach (var attempt in state.Tries.Where(attempt => state.Status is not StepStatus.Held || attempt.EndedAt is not null))
            yield return (attempt.At, attempt.EndedAt ?? now);
        if (state.ExitedAt is { } exited)
            yield return (exited, exited);
    }

    private static GanttRow Draw(StateRun state, double y, Scale scale, DateTimeOffset now)
    {
        var bars = state.Tries.Select(attempt =>
        {
            var x = scale.X(attempt.At);
            return new GanttBar(x, Math.Max(2, scale.X(attempt.EndedAt ?? now) - x), attempt);
        }).ToList();
        var waits = new List<(double, double)>();
        for (var i = 1; i < state.Tries.Count; i++)
            waits.Add((scale.X(state.Tries[i - 1].EndedAt ?? state.Tries[i].At), bars[i].X));
        double? next = state.NextTryAt > now ? scale.End + 54 : null;
        if (next is { } planned && state.Tries.Count > 0)
            waits.Add((scale.X(state.Tries[^1].EndedAt ?? now), planned));
        (double, double)? span = state.Tries.Count == 0 && state.EnteredAt is { } entered ? (scale.X(entered), scale.X(state.ExitedAt ?? now)) : null;
        return new GanttRow(state, y, bars, waits, span, next);
    }

    private static GanttGhost? GhostOf(StateRun state, Scale scale, IReadOnlyDictionary<string, StepTimes>? usual)
    {
        if (state.Tries.Count == 0 || state.State.Step is not { } step || step == Core.Pipeline.StepNames.HoldForReview || usual?.GetValueOrDefault(step) is not { } times)
            return null;
        var x = scale.X(state.Tries[^1].At);
        return new GanttGhost(x, Math.Min(Right, x + Math.Max(2, times.Median.TotalSeconds * scale.PerSecond)), Math.Min(Right, x + Math.Max(4, times.P95.TotalSeconds * scale.PerSecond)), times);
    }

    /// <summary>Time to x, with idle stretches folded.</summary>
    private sealed record Scale(IReadOnlyList<Piece> Pieces, IReadOnlyList<GanttIdle> Idles, double End, double PerSecond)
    {
        public static Scale Of(List<(DateTimeOffset From, DateTimeOffset To)> busy, DateTimeOffset end, bool planned)
        {
            var spans = new List<(DateTimeOffset From, DateTimeOffset To)>();
            foreach (var span in busy)
            {
                if (spans.Count > 0 && span.From - spans[^1].To <= s_idle)
                    spans[^1] = (spans[^1].From, span.To > spans[^1].To ? span.To : spans[^1].To);
                else
                    spans.Add(span);
            }

            if (end - spans[^1].To > s_idle)
                spans.Add((end, end));
            else if (end > spans[^1].To)
                spans[^1] = (spans[^1].From, end);

            var room = Right - LabelWidth - (planned ? NextWidth + 58 : 0);
            var fold = spans.Count == 1 ? 0 : Math.Min(30, room / 2 / (spans.Count - 1));
            var seconds = spans.Sum(span => (span.To - span.From).TotalSeconds);
            var perSecond = (room - (fold * (spans.Count - 1))) / Math.Max(seconds, 0.05);
            var pieces = new List<Piece>();
            var idles = new List<GanttIdle>();
            var x = LabelWidth;
            for (var i = 0; i < spans.Count; i++)
            {
                if (i > 0)
                {
                    idles.Add(new GanttIdle(x, fold, spans[i].From - spans[i - 1].To));
                    pieces.Add(new Piece(spans[i - 1].To, spans[i].From, x, x + fold));
                    x += fold;
                }

                var width = (spans[i].To - spans[i].From).TotalSeconds * perSecond;
                pieces.Add(new Piece(spans[i].From, spans[i].To, x, x + width));
                x += width;
            }

            return new Scale(pieces, idles, x, perSecond);
        }

        public double X(DateTimeOffset at)
        {
            foreach (var piece in Pieces)
            {
                if (at <= piece.To)
                    return piece.At(at);
            }

            return End;
        }

        /// <summary>A tick each nice step of running time, never so close that two labels touch, and never the same label twice in a row.</summary>
        public IReadOnlyList<GanttTick> Ticks()
        {
            double[] steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400];
            var step = steps.FirstOrDefault(candidate => candidate * PerSecond >= 60, 604_800);
            var start = Pieces[0].From;
            var ticks = new List<GanttTick>();
            foreach (var piece in Pieces.Where((_, index) => index % 2 == 0))
            {
                var first = Math.Ceiling((piece.From - start).TotalSeconds / step) * step;
                for (var at = first; at <= (piece.To - start).TotalSeconds; at += step)
                {
                    var x = piece.At(start.AddSeconds(at));
                    var label = Label(at);
                    var room = ticks.Count == 0 ? Math.Max(70, 54 + (Width(label) / 2)) : Math.Max(44, 8 + ((Width(label) + Width(ticks[^1].Label)) / 2));
                    if (at > 0 && x - (ticks.Count == 0 ? LabelWidth : ticks[^1].X) >= room && (ticks.Count == 0 || ticks[^1].Label != label))
                        ticks.Add(new GanttTick(x, label));
                }
            }

            return ticks;
        }

        private static double Width(string label) => label.Length * 6.5;

        private static string Label(double seconds) => seconds < 60
            ? seconds.ToString(seconds % 1 == 0 ? "0" : "0.0#", Formats.Culture) + " s"
            : Formats.Duration(TimeSpan.FromSeconds(seconds));
    }

    private sealed record Piece(DateTimeOffset From, DateTimeOffset To, double Left, double Right)
    {
        public double At(DateTimeOffset at) =>
            To == From || at <= From ? Left : Left + ((Right - Left) * ((Min(at) - From) / (To - From)));

        private DateTimeOffset Min(DateTimeOffset at) => at < To ? at : To;
    }
}
