namespace BackOffice.Interaction;

/// <summary>The time zone of the person at this circuit. UTC until the browser has told it, once a circuit.</summary>
public sealed class ViewerZone
{
    public event Action? Changed;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Takes an IANA name; one that this machine does not know leaves UTC, which every time text shows on hover anyway.</summary>
    public void Set(string? name)
    {
        if (string.IsNullOrEmpty(name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) || zone.Equals(Zone))
            return;
        Zone = zone;
        Changed?.Invoke();
    }

    public DateTimeOffset ToLocal(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);
}
