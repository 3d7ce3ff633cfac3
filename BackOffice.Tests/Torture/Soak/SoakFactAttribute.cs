namespace BackOffice.Tests.Torture.Soak;

/// <summary>Runs when SOAK or SOAK_MINUTES asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("SOAK") is null && Environment.GetEnvironmentVariable("SOAK_MINUTES") is null)
            Skip = "Long: SOAK=1 runs it for 30 minutes.";
    }
}
