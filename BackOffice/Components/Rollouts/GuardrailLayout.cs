using System.Globalization;
using BackOffice.Core.Rollouts;

namespace BackOffice.Components.Rollouts;

/// <summary>Where everything of the guardrail chart stands: the difference with its range over the hours, and zero always in sight.</summary>
internal sealed class GuardrailLayout
{
    public const double Width = 740, Height = 248, Left = 58, Right = 640, Top = 14, Bottom = 212;

    private static readonly double[] s_steps = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5];

    private readonly List<GuardrailPoint> _points;
    private readonly double _least, _most, _step;

    public GuardrailLayout(IReadOnlyList<GuardrailPoint> points)
    {
        _points = [.. points.Where(point => point.Difference is not null)];
        var (least, most) = (Math.Min(0, _points.Select(Lower).DefaultIfEmpty(0).Min()), Math.Max(0, _points.Select(Upper).DefaultIfEmpty(0).Max()));
        _step = s_steps.FirstOrDefault(step => (most - least) / step <= 6, s_steps[^1]);
        (_least, _most) = (Math.Floor(least / _step) * _step, Math.Max(Math.Ceiling(most / _step) * _step, _step));
    }

    public IEnumerable<(double Y, double Points)> Ticks => Enumerable.Range(0, (int)Math.Round((_most - _least) / _step) + 1).Select(i => _least + (i * _step)).Select(at => (Y(at), Math.Abs(at) < _step / 2 ? 0 : at));

    /// <summary>At most five hours to write below.</summary>
    public IEnumerable<(double X, DateTimeOffset Hour)> Marks
    {
        get
        {
            var every = Math.Max(1, (_points.Count + 3) / 4);
            return Enumerable.Range(0, _points.Count).Where(i => (_points.Count - 1 - i) % every == 0).Select(i => (X(i), _points[i].Hour));
        }
    }

    public string Line => Path(_points.Select((point, i) => (X(i), Y(point.Difference ?? 0))));

    public string Band => _points.Count == 0 ? "" : Path(_points.Select((point, i) => (X(i), Y(Upper(point)))).Concat(_points.Select((point, i) => (X(i), Y(Lower(point)))).Reverse())) + "Z";

    public double EndY => _points.Count == 0 ? Bottom : Y(_points[^1].Difference ?? 0);

    /// <summary>Null for a moment outside.</summary>
    public double? X(DateTimeOffset at)
    {
        if (_points.Count < 2 || at < _points[0].Hour || at > _points[^1].Hour)
            return null;
        return Left + ((Right - Left) * ((at - _points[0].Hour) / (_points[^1].Hour - _points[0].Hour)));
    }

    private static double Lower(GuardrailPoint point) => (point.Difference ?? 0) - (point.HalfWidth ?? 0);

    private static double Upper(GuardrailPoint point) => (point.Difference ?? 0) + (point.HalfWidth ?? 0);

    private double X(int index) => _points.Count < 2 ? Right : Left + ((Right - Left) * index / (_points.Count - 1));

    private double Y(double share) => Bottom - ((Bottom - Top) * (share - _least) / (_most - _least));

    private static string Path(IEnumerable<(double X, double Y)> points) => "M" + string.Join(" L", points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}")));
}
