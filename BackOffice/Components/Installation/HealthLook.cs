using BackOffice.Installation;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Installation;

/// <summary>How what a health check found is shown.</summary>
internal static class HealthLook
{
    public static StatusLook Of(HealthState state) => state switch
    {
        HealthState.Good => new(T("Good"), Icons.CheckCircle, StatusRole.Ok),
        HealthState.Doubtful => new(T("Doubtful"), Icons.Warning, StatusRole.Late),
        HealthState.Bad => new(T("Bad"), Icons.Error, StatusRole.Fail),
    };
}
