using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class SandboxReleaseTests
{
    [Fact]
    public async Task Release_NotCaptured_LetsGo_AndAnotherKeyIsReleasedToo_AndACaptureIsRefused()
    {
        using var world = new SandboxWorld();
        var authorised = Assert.IsType<GatewaySucceeded>(await world.AuthoriseAsync("tok_ok")).ExternalId;

        var first = await ReleaseAsync(world, authorised, "1");
        var again = await ReleaseAsync(world, authorised, "1");
        var another = await ReleaseAsync(world, authorised, "2");
        var capture = await world.CaptureAsync(authorised);

        Assert.IsType<GatewaySucceeded>(first);
        Assert.Equal(first, again);
        Assert.IsType<GatewaySucceeded>(another);
        Assert.Contains("released", Assert.IsType<GatewayRefused>(capture).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_CapturedUnknownOrOfAnotherAmount_IsRefused()
    {
        using var world = new SandboxWorld();
        var authorised = Assert.IsType<GatewaySucceeded>(await world.AuthoriseAsync("tok_ok")).ExternalId;
        var part = await ReleaseAsync(world, authorised, "1", 1);
        await world.CaptureAsync(authorised);

        var captured = await ReleaseAsync(world, authorised, "2");
        var unknown = await ReleaseAsync(world, "auth_9999999999", "3");

        Assert.All([part, captured, unknown], answer => Assert.Equal(ErrorCodes.ReleaseRefused, Assert.IsType<GatewayRefused>(answer).Code));
    }

    [Theory]
    [InlineData("tok_release_refused", typeof(GatewayRefused))]
    [InlineData("tok_release_timeout_after", typeof(GatewayUnknown))]
    [InlineData("tok_release_busy_1", typeof(GatewayNotExecuted))]
    public async Task Release_MisbehavingCard_AnswersAsItsRowSays(string token, Type answer)
    {
        using var world = new SandboxWorld();
        var authorised = Assert.IsType<GatewaySucceeded>(await world.AuthoriseAsync(token)).ExternalId;

        Assert.IsType(answer, await ReleaseAsync(world, authorised, "1", token: token));
    }

    private static Task<GatewayAnswer> ReleaseAsync(SandboxWorld world, string authorisation, string unit, long? minor = null, string token = "tok_ok") => world.Payment.ReleaseAsync(
        new ReleaseRequest(SandboxWorld.Key("release-authorisation", unit) with { Operation = "u-1" }, authorisation, token, SandboxWorld.Price with { Minor = minor ?? SandboxWorld.Price.Minor }), default);
}
