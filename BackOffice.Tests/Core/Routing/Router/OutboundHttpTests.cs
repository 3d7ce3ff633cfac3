using System.Net;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Routing.Router;

/// <summary>Nothing leads a call to where it must not go.</summary>
public sealed class OutboundHttpTests
{
    private static readonly RoutingOptions s_options = new() { AllowedHosts = ["hooks.example.com"] };

    [Theory]
    [InlineData("http://hooks.example.com/")]
    [InlineData("https://other.example.com/")]
    [InlineData("https://hooks.example.com.evil.test/")]
    [InlineData("https://hooks.example.com@evil.test/")]
    [InlineData("https://user:secret@hooks.example.com/")]
    [InlineData("https://hooks.example.com/#fragment")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://localhost/")]
    [InlineData("ftp://hooks.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://hooks.example.com/")]
    [InlineData("/relative")]
    [InlineData("")]
    [InlineData(null)]
    public void Address_NotOfTheList_IsRefusedInConfiguration(string? url) => Assert.NotNull(OutboundAddress.Check(url, s_options));

    [Fact]
    public void Address_OfTheList_IsTaken()
    {
        Assert.Null(OutboundAddress.Check("https://hooks.example.com/in?x=1", s_options));
        Assert.Null(OutboundAddress.Check("https://HOOKS.example.com", s_options));
        Assert.NotNull(OutboundAddress.Check("http://127.0.0.1:5000/", s_options));
        Assert.Null(OutboundAddress.Check("http://127.0.0.1:5000/", s_options with { AllowLoopback = true }));
        Assert.NotNull(OutboundAddress.Check("http://hooks.example.com/", s_options with { AllowLoopback = true }));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public async Task Name_ThatLeadsInside_IsRefusedWhenConnecting(string inside)
    {
        foreach (var addresses in new IPAddress[][] { [IPAddress.Parse(inside)], [IPAddress.Parse("93.184.216.34"), IPAddress.Parse(inside)] })
        {
            using var http = new OutboundHttp(s_options, TimeProvider.System, (_, _) => Task.FromResult(addresses));

            var outcome = await http.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "https://hooks.example.com/"), TimeSpan.FromSeconds(5), default);

            var failed = Assert.IsType<SendFailed>(outcome);
            Assert.Equal(("Address.Refused", false), (failed.Code, failed.MayPass));
        }
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("172.31.255.255", false)]
    public void IsPublic_KnowsTheBlocks(string address, bool expected) => Assert.Equal(expected, OutboundAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task LoopbackOfDevelopment_IsNoWayForAnotherName()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        using var http = new OutboundHttp(s_options with { AllowLoopback = true }, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var port = new Uri(receiver.Origin).Port;

        var refused = await http.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"https://hooks.example.com:{port}/"), TimeSpan.FromSeconds(5), default);
        var taken = await http.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, receiver.Origin), TimeSpan.FromSeconds(5), default);

        Assert.Equal("Address.Refused", Assert.IsType<SendFailed>(refused).Code);
        Assert.IsType<SendDone>(taken);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public void Configuration_WithEverythingWrong_IsToldAllAtOnce()
    {
        var options = new RoutingOptions
        {
            AllowedHosts = ["not a host"],
            Destinations = new Dictionary<string, DestinationOptions>
            {
                ["support desk"] = new() { Kind = DestinationKind.Zendesk, Url = "https://evil.test", PerSecond = 0, GroupBy = ["detail"] },
                ["flow"] = new() { Kind = DestinationKind.Workflow },
            },
            Inbound = new Dictionary<string, InboundOptions> { ["zendesk"] = new() { Tolerance = TimeSpan.FromDays(1) } },
        };

        var errors = options.Validate(_ => false);

        Assert.Equal(10, errors.Count);
        Assert.Contains("Routing:Destinations:support desk:Url is at evil.test, which is not among Routing:AllowedHosts.", errors);
        Assert.Empty(new RoutingOptions().Validate(_ => false));
    }
}
