namespace BackOffice.Tests.Core.Refunds;

/// <summary>The process died. Nothing in it catches this; the world starts a new one over the same store, engine and bank.</summary>
public sealed class ProcessDied(string point) : Exception($"Died at {point}.");

/// <summary>
/// Named points between every two durable steps: before and after each commit of the store, each call to a gateway and each call to the engine. The process dies
/// at those that a test names by number, and stays dead until it is started anew.
/// </summary>
public sealed class CrashPlan
{
    private readonly HashSet<int> _dieAt = [];
    private readonly List<string> _passed = [];

    /// <summary>Points passed so far, in order.</summary>
    public IReadOnlyList<string> Passed => _passed;

    public bool Dead { get; private set; }

    /// <summary>1 is the next point passed.</summary>
    public void DieAt(params IEnumerable<int> points)
    {
        foreach (var point in points)
            _dieAt.Add(_passed.Count + point);
    }

    public void Restart() => Dead = false;

    /// <summary>From now on nothing dies.</summary>
    public void Spare() => _dieAt.Clear();

    public void Point(string name)
    {
        if (Dead)
            throw new ProcessDied("a dead process");
        _passed.Add(name);
        if (!_dieAt.Remove(_passed.Count))
            return;
        Dead = true;
        throw new ProcessDied(name);
    }
}
