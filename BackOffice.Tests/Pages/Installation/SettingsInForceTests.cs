using BackOffice.Installation;
using Microsoft.Extensions.Configuration;

namespace BackOffice.Tests.Pages.Installation;

public sealed class SettingsInForceTests
{
    [Fact]
    public void Read_SaysWhatIsSet_AndNoSecret()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mail:ApiToken"] = "s3cr3t-token", ["Mail:Server"] = "smtp://user:hunter2@mail.example:25", ["Mail:Hours:0"] = "1",
        }).Build();
        var settings = new SettingsInForce([new("Mail", new MailOptions { ApiToken = "s3cr3t-token", Server = "smtp://user:hunter2@mail.example:25", Hours = [1, 2], Groups = new() { ["ops"] = "Operations", ["all"] = "SupportAgent" } })], configuration).Read();

        Assert.Equal(
            [
                new("Mail:ApiToken", "set", true, true), new("Mail:Password", "not set", false, true), new("Mail:Server", "smtp://***@mail.example:25", true, false),
                new("Mail:Every", "00:05:00", false, false), new("Mail:Hours", "1, 2", true, false), new SettingFact("Mail:Groups", "all = SupportAgent, ops = Operations", false, false),
            ],
            settings);
    }

    private sealed record MailOptions
    {
        public string ApiToken { get; set; } = "";

        public string Password { get; set; } = "";

        public string Server { get; set; } = "";

        public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

        public int[] Hours { get; set; } = [];

        public Dictionary<string, string> Groups { get; set; } = [];

        public bool IsLoopback => Server.Contains("localhost", StringComparison.Ordinal);
    }
}
