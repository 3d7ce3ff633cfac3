using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <summary>What a check gathers; the first thousand in words, since one cut can break every chain. Safe for several threads.</summary>
internal sealed class AuditFindings
{
    private const int Most = 1_000;
    private readonly Lock _gate = new();
    private readonly List<AuditFinding> _found = [];
    private long _count;

    public void Add(string kind, string? subject, long? number, Sentence text)
    {
        lock (_gate)
        {
            _count++;
            if (_found.Count < Most)
                _found.Add(new AuditFinding(kind, subject, number, text));
        }
    }

    /// <summary>Sorted by subject and number, so that two checks of one log say the same.</summary>
    public IReadOnlyList<AuditFinding> ToList()
    {
        lock (_gate)
        {
            var sorted = _found.OrderBy(finding => finding.Subject, StringComparer.Ordinal).ThenBy(finding => finding.Number).ToList();
            if (_count > sorted.Count)
                sorted.Add(new AuditFinding("more", null, null, $"and {_count - sorted.Count} more findings."));
            return sorted;
        }
    }
}
