using System.Globalization;

namespace BackOffice.Tests.Torture;

/// <summary>How hard: TORTURE_KILLS, TORTURE_ORDERS, TORTURE_SEED, TORTURE_QUIET_SECONDS. The same seed makes the same orders and the same pauses.</summary>
internal sealed record TortureSettings(int Kills, int Orders, int Seed, TimeSpan QuietWithin)
{
    /// <param name="kills">When TORTURE_KILLS is not set.</param>
    /// <param name="orders">When TORTURE_ORDERS is not set.</param>
    public static TortureSettings FromEnvironment(int kills = 3, int orders = 150)
    {
        orders = Number("TORTURE_ORDERS", orders);
        return new(
            Number("TORTURE_KILLS", kills),
            orders,
            Number("TORTURE_SEED", Random.Shared.Next(1, 1_000_000)),
            TimeSpan.FromSeconds(Number("TORTURE_QUIET_SECONDS", 90 + (orders / 20))));
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
