using BackOffice.Installation;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Installation;

/// <summary>How what a health check found is shown.</summary>
internal static class HealthLook
{
    public static StatusLook Of(HealthState state) => state switch
    {
        HealthState.Good => new(Key("Good"), Icons.CheckCircle, StatusRole.Ok),
        HealthState.Doubtful => new(Key("Doubtful"), Icons.Warning, StatusRole.Late),
        HealthState.Bad => new(Key("Bad"), Icons.Error, StatusRole.Fail),
    };
}
