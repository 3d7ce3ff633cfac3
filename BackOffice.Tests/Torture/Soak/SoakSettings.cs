using System.Globalization;

namespace BackOffice.Tests.Torture.Soak;

/// <param name="Time">How long people come and go.</param>
/// <param name="Circuits">At once.</param>
/// <param name="MayGrow">Bytes of heap that the last third may have over the second: caches that fill, never a leak of every visit.</param>
internal sealed record SoakSettings(TimeSpan Time, int Circuits, long MayGrow)
{
    public static SoakSettings FromEnvironment()
    {
        var asked = Environment.GetEnvironmentVariable("SOAK") is { Length: > 0 };
        var minutes = double.TryParse(Environment.GetEnvironmentVariable("SOAK_MINUTES"), CultureInfo.InvariantCulture, out var given) ? given : asked ? 30 : 0.4;
        var circuits = int.TryParse(Environment.GetEnvironmentVariable("SOAK_CIRCUITS"), CultureInfo.InvariantCulture, out var people) ? people : minutes >= 5 ? 30 : 5;
        return new(TimeSpan.FromMinutes(minutes), circuits, (minutes >= 5 ? 6L : 30L) * 1024 * 1024);
    }
}
