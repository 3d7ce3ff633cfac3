using BackOffice.Components.Installation;
using BackOffice.Core.Access;
using BackOffice.Installation;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Installation;

public sealed class SystemPageTests
{
    [Fact]
    public async Task Page_AllWell_SaysSoAndShowsSizesAndSettings()
    {
        await using var context = new ConsoleContext();
        context.System.Read.Always(SampleSystem.Well());

        var page = context.Render<SystemPage>();

        Assert.Equal("Everything that is checked is well.", page.Find("h1").TextContent);
        Assert.Contains("81 GiB of 200 GiB are free", page.Markup, StringComparison.Ordinal);
        Assert.Contains("4.5 GiB", page.Find("table").TextContent, StringComparison.Ordinal);
        Assert.Contains("/mnt/backup/2026-11-23", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Ines Marlow", page.Markup, StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll("table.settings tbody tr").Count);
        Assert.Contains("set, not shown", page.Find("table.settings").TextContent, StringComparison.Ordinal);

        await page.FindAll(".seg button")[1].ClickAsync(new());

        Assert.Equal(4, page.FindAll("table.settings tbody tr").Count);
    }

    [Fact]
    public async Task Page_ACheckThatFails_IsTheHeadline()
    {
        await using var context = new ConsoleContext();
        context.System.Read.Always(SampleSystem.Well() with { Health = [new("disk", HealthState.Doubtful, "Less than 1 GiB is free.", default), new("store", HealthState.Bad, "It does not answer.", default)] });

        var page = context.Render<SystemPage>();

        Assert.Equal("Something does not work.", page.Find("h1").TextContent);
        Assert.Contains("It does not answer.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NeverBackedUp_SaysHow_AndOnAnotherBackendWhyNot()
    {
        await using var context = new ConsoleContext();
        context.System.Read.Always(SampleSystem.Well() with { LastBackup = null });
        Assert.Contains("No backup was ever taken", context.Render<SystemPage>().Find(".lead").TextContent, StringComparison.Ordinal);

        context.System.Read.Always(SampleSystem.Well() with { LastBackup = null, WhyNoBackup = "The orders are in DynamoDB." });
        var page = context.Render<SystemPage>();

        Assert.Equal("Nothing to do.", page.Find(".lead").TextContent);
        Assert.Contains("The orders are in DynamoDB.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.System.Read.Always(RolePermissions.Refusal(Permission.SystemRead));

        Assert.Contains("This needs system:read.", context.Render<SystemPage>().Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Loading_ThenOutage_ThenAgain_ShowsEach()
    {
        await using var context = new ConsoleContext();
        var later = context.System.Read.Later();
        var page = context.Render<SystemPage>();
        Assert.NotEmpty(page.FindAll(".skeleton"));

        later.SetException(new InvalidOperationException("gone"));
        page.WaitForElement(".notice .mono");
        context.System.Read.Always(SampleSystem.Well());
        await page.Find(".notice .btn").ClickAsync(new());

        Assert.Empty(page.FindAll(".notice"));
        Assert.Equal("Everything that is checked is well.", page.Find("h1").TextContent);
    }

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(1L << 30, "1.0 GiB")]
    [InlineData(20L << 30, "20 GiB")]
    [InlineData(3L << 50, "3,072 TiB")]
    public void Sizes_OfBytes_AreWrittenInTheirUnit(long bytes, string expected) => Assert.Equal(expected, Sizes.Of(bytes));
}
