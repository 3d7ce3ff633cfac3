using System.Globalization;

namespace BackOffice.Tests.Torture.Money;

/// <summary>How hard: TORTURE_KILLS, TORTURE_OPERATIONS, TORTURE_SEED, TORTURE_QUIET_SECONDS.</summary>
/// <param name="Kills">Of the server, spread over the operations.</param>
/// <param name="Operations">What clients ask for; look-ups on the way are not counted.</param>
/// <param name="Seed">Makes the same clients, pauses and faults; what meets what is chance all the same.</param>
/// <param name="QuietWithin">How long it may take until everything is settled.</param>
internal sealed record MoneySettings(int Kills, int Operations, int Seed, TimeSpan QuietWithin)
{
    public static MoneySettings FromEnvironment()
    {
        var operations = Number("TORTURE_OPERATIONS", 600);
        return new(
            Number("TORTURE_KILLS", 20), operations, Number("TORTURE_SEED", Random.Shared.Next(1, 1_000_000)),
            TimeSpan.FromSeconds(Number("TORTURE_QUIET_SECONDS", 60 + (operations / 50))));
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
