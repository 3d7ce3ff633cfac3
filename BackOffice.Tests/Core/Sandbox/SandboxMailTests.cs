using System.Text;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using Microsoft.Data.Sqlite;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class SandboxMailTests
{
    [Fact]
    public async Task Send_Good_WritesOneWholeFile()
    {
        using var world = new SandboxWorld();

        await world.SendAsync("ana@example.test", "Your vouchers", "Hello Ana,\nthank you.");
        await world.SendAsync("ana@example.test", "Your vouchers", "Hello Ana,\nthank you.");

        var file = Assert.Single(Directory.GetFiles(world.Options.MailFolder));
        Assert.EndsWith(".eml", file, StringComparison.Ordinal);
        Assert.StartsWith("20260301T030000", Path.GetFileName(file), StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("Date: Sun, 01 Mar 2026 03:00:00 +0000\r\n", text, StringComparison.Ordinal);
        Assert.Contains("To: ana@example.test\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Subject: Your vouchers\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nHello Ana,\r\nthank you.\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SubjectWithLineEndAndAccents_IsEncodedAndInjectsNothing()
    {
        using var world = new SandboxWorld();
        const string subject = "Olá São João, seus vouchers estão prontos e são muitos 🎁\r\nBcc: eve@example.test";

        await world.SendAsync("ana@example.test", subject);

        var text = await File.ReadAllTextAsync(Directory.GetFiles(world.Options.MailFolder).Single());
        Assert.DoesNotContain("\r\nBcc:", text, StringComparison.Ordinal);
        var header = text[(text.IndexOf("Subject: ", StringComparison.Ordinal) + 9)..text.IndexOf("\r\nMIME-Version", StringComparison.Ordinal)];
        var words = header.Split("\r\n ");
        Assert.All(words, word => Assert.InRange(word.Length, 1, 75));
        Assert.Equal(subject, string.Concat(words.Select(word => Encoding.UTF8.GetString(Convert.FromBase64String(word["=?utf-8?B?".Length..^2])))));
    }

    [Fact]
    public async Task Send_LineLongerThanMailAllows_IsBase64()
    {
        using var world = new SandboxWorld();

        await world.SendAsync("ana@example.test", text: new string('x', 5000));

        var text = await File.ReadAllTextAsync(Directory.GetFiles(world.Options.MailFolder).Single());
        Assert.Contains("Content-Transfer-Encoding: base64\r\n", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
    }

    [Theory]
    [InlineData("ana\r\nBcc: eve@example.test")]
    [InlineData("no-at-sign")]
    [InlineData("ana@")]
    [InlineData("<ana>@example.test")]
    [InlineData("ana+bounce@example.test")]
    public async Task Send_AddressRefused_WritesNothing(string to)
    {
        using var world = new SandboxWorld();

        var answer = await world.SendAsync(to);

        Assert.Equal(ErrorCodes.AddressRefused, Assert.IsType<GatewayRefused>(answer).Code);
        Assert.Empty(Directory.GetFiles(world.Options.MailFolder));
    }

    [Fact]
    public async Task Send_TimeoutAfter_WritesTheFile()
    {
        using var world = new SandboxWorld();

        Assert.IsType<GatewayUnknown>(await world.SendAsync("ana+mail-timeout-after@example.test"));

        Assert.Single(Directory.GetFiles(world.Options.MailFolder));
    }

    [Fact]
    public async Task Start_MessageAcceptedAndNotWritten_IsWrittenOnce()
    {
        using var world = new SandboxWorld();
        await world.SendAsync("ana@example.test");
        var file = Directory.GetFiles(world.Options.MailFolder).Single();
        var text = await File.ReadAllTextAsync(file);

        // What a kill between the acceptance and the writing leaves behind.
        File.Delete(file);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(world.Options.Folder, "mail.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO kept_mail (id, name, text) SELECT id, $name, $text FROM effects";
            command.Parameters.AddWithValue("$name", Path.GetFileName(file));
            command.Parameters.AddWithValue("$text", text);
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        world.Restart();
        Assert.IsType<LookupFound>(await world.Mail.LookUpAsync(SandboxWorld.Key(StepNames.NotifyCustomer), CancellationToken.None));

        Assert.Equal(text, await File.ReadAllTextAsync(file));
        world.Restart();
        await world.SendAsync("ana@example.test");
        Assert.Single(Directory.GetFiles(world.Options.MailFolder));
    }

    [Fact]
    public void NameOf_TwoKeysInOneMoment_Differ() =>
        Assert.NotEqual(
            MailText.NameOf(SandboxWorld.Key(StepNames.NotifyCustomer), DateTimeOffset.UnixEpoch),
            MailText.NameOf(SandboxWorld.Key(StepNames.NotifyCustomer, attempt: 2), DateTimeOffset.UnixEpoch));
}
