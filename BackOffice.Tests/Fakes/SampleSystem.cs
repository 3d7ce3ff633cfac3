using BackOffice.Core.Common;
using BackOffice.Core.Installation;
using BackOffice.Installation;
using BackOffice.Interaction.Circuits;

namespace BackOffice.Tests.Fakes;

/// <summary>An installation as its page gets it.</summary>
internal static class SampleSystem
{
    public static SystemReport Well() => new()
    {
        At = SampleViews.Placed,
        StartedAt = SampleViews.Placed.AddHours(-53),
        Health = [new("disk", HealthState.Good, "", TimeSpan.FromMilliseconds(1)), new("store", HealthState.Good, "", TimeSpan.FromMilliseconds(3)), new("workflows", HealthState.Good, "", TimeSpan.FromMilliseconds(2))],
        Versions = [new("BackOffice", "0.1.0"), new(".NET", "10.0.1"), new("System", "Debian GNU/Linux 13 (trixie)"), new("orders", "SQLite 3.51.3, schema 3"), new("workflows", "SQLite 3.51.3, schema 1")],
        Backend = new BackendFacts
        {
            Engines = [new("orders", "SQLite 3.51.3", 3), new("workflows", "SQLite 3.51.3", 1)],
            Folder = new("/srv/backoffice/data", 81L << 30, 200L << 30),
            Databases = [new("orders.db", 4_812_300_288, 31_457_280), new("workflows.db", 1_283_457_024, 4_194_304)],
            Outbox = [new(Topics.OrderNotifications, 3, false, SampleViews.Placed.AddSeconds(-2))],
        },
        Queues = SampleViews.Queues(),
        Definitions = [new("instant-voucher", 3, SampleViews.Placed.AddDays(-20), new string('a', 8) + new string('0', 56))],
        LastBackup = new(SampleViews.Placed.AddHours(-5), "root", "/mnt/backup/2026-11-23", 6_095_757_312, TimeSpan.FromSeconds(41)),
        Circuits = new(34, 2, 1_204, 1, 20, [new("Ines Marlow", 6, 0), new("Ama Kestrel", 3, 1)]),
        Settings =
        [
            new("Pipeline:BatchEvery", "00:10:00", true, false), new("Pipeline:Parallel", "8", false, false), new("SignIn:Authority", "https://id.example", true, false), new("SignIn:ClientSecret", "set", true, true),
        ],
    };
}
