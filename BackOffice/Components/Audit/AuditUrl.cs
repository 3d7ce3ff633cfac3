using System.Globalization;
using BackOffice.Core.Audit;

namespace BackOffice.Components.Audit;

/// <summary>The state of the audit page, which is its address.</summary>
public sealed record AuditUrl(string? Subject, string? Action, string? ActorId, string? Kind, string? Since, string? Q, string? Cursor, string? Entry)
{
    public static readonly AuditUrl All = new(null, null, null, null, null, null, null, null);

    public AuditFilter FilterAt(DateTimeOffset now)
    {
        DateTimeOffset? from = Since switch
        {
            "1h" => now.AddHours(-1),
            "1d" => now.AddDays(-1),
            "7d" => now.AddDays(-7),
            "30d" => now.AddDays(-30),
            _ => null,
        };
        DateTimeOffset? before = Since == "older" ? now.AddDays(-30) : null;
        return new AuditFilter(Kind, from, before, Q);
    }

    public IReadOnlyDictionary<string, object?> Parameters() => new Dictionary<string, object?>
    {
        ["subject"] = Subject, ["action"] = Action, ["actor"] = ActorId, ["kind"] = Kind, ["since"] = Since, ["q"] = Q, ["cursor"] = Cursor, ["entry"] = Entry,
    };

    /// <summary>As the export's address says the same: moments in place of ages.</summary>
    public IReadOnlyDictionary<string, object?> ExportParameters(string format, DateTimeOffset now)
    {
        var filter = FilterAt(now);
        return new Dictionary<string, object?>
        {
            ["subject"] = Subject, ["action"] = Action, ["actor"] = ActorId, ["kind"] = Kind, ["text"] = Q, ["from"] = Moment(filter.From), ["before"] = Moment(filter.Before), ["format"] = format,
        };
    }

    private static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
