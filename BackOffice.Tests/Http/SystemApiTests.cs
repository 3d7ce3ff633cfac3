#if DEBUG
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BackOffice.Cli;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Hosting;

namespace BackOffice.Tests.Http;

[Collection(HttpCollection.Name)]
public sealed class SystemApiTests(HttpLab lab)
{
    [Fact]
    public async Task GetSystem_WithPermission_TellsHealthVersionsAndNoSecret()
    {
        using var client = await lab.ClientAsync("system:read");

        var report = await client.GetFromJsonAsync<JsonElement>("api/system");

        Assert.Equal(["disk", "store", "workflows"], report.GetProperty("health").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
        Assert.Equal("good", report.GetProperty("health")[1].GetProperty("state").GetString());
        Assert.Equal(Path.GetFullPath(lab.Data), report.GetProperty("backend").GetProperty("folder").GetProperty("path").GetString());
        var secret = report.GetProperty("settings").EnumerateArray().Single(setting => setting.GetProperty("key").GetString() == "SignIn:ClientSecret");
        Assert.True(secret.GetProperty("isSecret").GetBoolean());
        Assert.Contains(secret.GetProperty("value").GetString(), new[] { "set", "not set" });
        Assert.Equal(20, report.GetProperty("circuits").GetProperty("perPerson").GetInt32());
    }

    [Fact]
    public async Task GetSystem_WithoutPermission_IsForbidden()
    {
        using var client = await lab.ClientAsync("orders:read");

        using var answer = await client.GetAsync("api/system");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Backup_ThroughTheSocket_IsADataFolder_AndTheLastOneIsKnown()
    {
        var to = Path.Combine(Path.GetTempPath(), "bo-backup-" + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            Assert.Equal(ExitCodes.Success, await CommandLine.RunAsync(["backup", "--to", to, "--data", lab.Data]));

            DataFolder.Open(to, TimeProvider.System).Dispose();
            using var client = await lab.ClientAsync("system:read", "audit:read");
            Assert.Equal(to, (await client.GetFromJsonAsync<JsonElement>("api/system")).GetProperty("lastBackup").GetProperty("to").GetString());
            var audit = await client.GetFromJsonAsync<JsonElement>("api/audit?action=backup.finished");
            Assert.Equal("cli:" + Environment.UserName, audit.GetProperty("items")[0].GetProperty("entry").GetProperty("actorId").GetString());
            Assert.Equal(ExitCodes.Refused, await CommandLine.RunAsync(["backup", "--to", to, "--data", lab.Data]));
        }
        finally
        {
            Directory.Delete(to, recursive: true);
        }
    }

    [Fact]
    public async Task Backup_WithAToken_IsForbidden()
    {
        using var client = await lab.ClientAsync("system:read");
        var to = Path.Combine(Path.GetTempPath(), "bo-backup-" + Guid.NewGuid().ToString("N")[..8]);

        using var answer = await client.PostAsJsonAsync("api/backups", new { to });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(Directory.Exists(to));
    }

    [Theory]
    [InlineData("/orders/GC-1", "href=\"/orders/GC-1\"")]
    [InlineData("//evil.example", "href=\"/\"")]
    public async Task TooManyPages_LeadsBackToPagesOfOursAlone(string returnUrl, string link)
    {
        using var browser = lab.Browser();

        using var page = await browser.GetAsync("/too-many-pages?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.Contains(link, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
#endif
