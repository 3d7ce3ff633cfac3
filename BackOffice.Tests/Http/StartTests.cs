using System.Globalization;
using System.Security.Claims;
using BackOffice.Cli;
using BackOffice.Core.Access;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Hosting;
using BackOffice.Hosting.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TokenValidatedContext = Microsoft.AspNetCore.Authentication.OpenIdConnect.TokenValidatedContext;

namespace BackOffice.Tests.Http;

/// <summary>What a start refuses, and the options of a start with a provider, pinned.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), "bo-start-" + Guid.NewGuid().ToString("N")[..8]);

    public void Dispose()
    {
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Start_ManyWrongSettings_NamesThemAllAndTouchesNoData()
    {
        using var errors = new StringWriter();

        var code = await CommandLine.RunAsync(
        [
            "--data", _data, "--set", "Backend:Store=Cloud", "--set", "Backend:Workflows=Aws", "--set", "SignIn:Authority=http://id.example",
            "--set", "SignIn:Groups:g=King", "--set", "SignIn:IdleTimeout=00:00:01", "--set", "Pipeline:Parallel=0", "--set", "Sandbox:MailFrom=nobody", "--set", "Telemetry:OtlpEndpoint=nowhere", "--set", "Audit:SealEntries=0", "--set", "Export:MaxRows=0",
        ], errors);

        Assert.Equal(ExitCodes.BadConfiguration, code);
        foreach (var key in new[]
        {
            "Backend:Store", "Backend:Workflows", "SignIn:Authority", "SignIn:ClientId", "SignIn:Groups:g", "SignIn:IdleTimeout", "Pipeline:Parallel", "Sandbox:MailFrom", "Telemetry:OtlpEndpoint", "Audit:SealEntries", "Export:MaxRows",
        })
            Assert.Contains(key, errors.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data));
    }

    [Theory]
    [InlineData(ExitCodes.BadConfiguration, "SignIn:Authority")]
    [InlineData(ExitCodes.UnsafeSignIn, "--urls", "--set", "SignIn:Trial=true", "--urls", "http://0.0.0.0:5080")]
    [InlineData(ExitCodes.UnsafeSignIn, "SignIn:Authority", "--set", "SignIn:Trial=true", "--set", "SignIn:Authority=https://id.example")]
    [InlineData(ExitCodes.BadConfiguration, "urls", "--urls", "nonsense")]
    [InlineData(ExitCodes.BadConfiguration, "Pipeline:Lease", "--set", "Pipeline:Lease=soon")]
    public async Task Start_Refused_SaysWhyWithItsOwnCode(int expected, string says, params string[] args)
    {
        using var errors = new StringWriter();

        var code = await CommandLine.RunAsync(["--data", _data, .. args], errors);

        Assert.Equal(expected, code);
        Assert.Contains(says, errors.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data));
    }

    [Fact]
    public async Task Start_AddressInUse_HasItsOwnCode()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        using var errors = new StringWriter();

        var code = await CommandLine.RunAsync(
            ["--data", _data, "--urls", $"http://{taken.LocalEndpoint}", "--set", "SignIn:Authority=https://id.example", "--set", "SignIn:ClientId=x", "--set", "SignIn:Groups:g=Operations"], errors);

        Assert.Equal(ExitCodes.AddressUnavailable, code);
    }

    [Fact]
    public async Task Options_WithAProvider_AreNotTheDefaults()
    {
        await using var app = Build("https://backoffice.example:443");

        var oidc = app.Services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(OpenIdConnectDefaults.AuthenticationScheme);
        Assert.Equal(OpenIdConnectResponseType.Code, oidc.ResponseType);
        Assert.Equal(OpenIdConnectResponseMode.Query, oidc.ResponseMode);
        Assert.True(oidc.UsePkce);
        Assert.Equal(PushedAuthorizationBehavior.UseIfAvailable, oidc.PushedAuthorizationBehavior);
        Assert.Equal(TimeSpan.FromHours(8), oidc.MaxAge);
        Assert.False(oidc.MapInboundClaims);
        Assert.False(oidc.SaveTokens);
        Assert.False(oidc.UseTokenLifetime);
        Assert.False(oidc.GetClaimsFromUserInfoEndpoint);
        Assert.True(oidc.RequireHttpsMetadata);
        Assert.Equal(["openid", "profile"], oidc.Scope);
        Assert.Equal(SameSiteMode.Lax, oidc.CorrelationCookie.SameSite);
        Assert.Equal(SameSiteMode.Lax, oidc.NonceCookie.SameSite);
        Assert.True(oidc.NonceCookie.HttpOnly);
        Assert.Equal(SessionClaims.Role, oidc.TokenValidationParameters.RoleClaimType);
        Assert.Empty(oidc.ClaimActions);

        var cookie = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        Assert.Equal("__Host-backoffice", cookie.Cookie.Name);
        Assert.Equal(CookieSecurePolicy.Always, cookie.Cookie.SecurePolicy);
        Assert.Equal(SameSiteMode.Lax, cookie.Cookie.SameSite);
        Assert.True(cookie.Cookie.HttpOnly);
        Assert.Null(cookie.Cookie.Domain);
        Assert.Equal(TimeSpan.FromMinutes(30), cookie.ExpireTimeSpan);
        Assert.True(cookie.SlidingExpiration);

        var bearer = app.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);
        Assert.False(bearer.MapInboundClaims);
        Assert.Equal("backoffice-api", bearer.Audience);

        var circuit = app.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;
        Assert.False(circuit.DetailedErrors);
        Assert.Equal(TimeSpan.FromMinutes(2), circuit.DisconnectedCircuitRetentionPeriod);
        Assert.Equal(TimeSpan.FromMinutes(10), circuit.PersistedCircuitInMemoryRetentionPeriod);
        Assert.False(app.Services.GetRequiredService<SignInMode>().IsTrial);
    }

    [Theory]
    [InlineData("hasgroups", "true")]
    [InlineData("_claim_names", """{"groups":"src1"}""")]
    public async Task SignIn_GroupsLeftOut_IsRefusedAndNotTakenForNone(string claim, string value)
    {
        await using var app = Build("http://127.0.0.1:0");

        var validated = await ValidateAsync(app, new("iss", "https://id.example"), new("sub", "s-1"), new("groups", "g-1"), new(claim, value));

        Assert.Equal("groups-left-out", Assert.IsType<SignInRefusedException>(validated.Result?.Failure).Reason);
    }

    [Fact]
    public async Task SignIn_WithoutSubject_IsRefused()
    {
        await using var app = Build("http://127.0.0.1:0");

        var validated = await ValidateAsync(app, new("iss", "https://id.example"), new("email", "x@example.com"), new("groups", "g-1"));

        Assert.Equal("identity", Assert.IsType<SignInRefusedException>(validated.Result?.Failure).Reason);
    }

    [Fact]
    public async Task SignIn_Accepted_KeepsOurFewClaimsAlone()
    {
        await using var app = Build("http://127.0.0.1:0");

        var validated = await ValidateAsync(
            app, new("iss", "https://id.example"), new("sub", "s-1"), new("name", "Ines Marlow"), new("email", "x@example.com"), new("groups", "g-1"), new("groups", "g-7"), new("role", "Administrator"));

        var principal = validated.Principal ?? throw new InvalidOperationException();
        Assert.Equal(
            ["iss", "sub", "name", "auth_time", "session_end", "access_version", "role"], principal.Claims.Select(claim => claim.Type));
        Assert.Equal(nameof(Role.Operations), principal.FindFirst("role")?.Value);
        Assert.Equal("https://id.example|s-1", Actors.From(principal).Id);
    }

    [Theory]
    [InlineData(null, "not-told")]
    [InlineData(-3_600, "not-asked")]
    [InlineData(0, null)]
    public async Task SignInAgain_Answer_CountsOnlyWhenTheProviderSaysThatItSawThePersonNow(int? seconds, string? reason)
    {
        await using var app = Build("http://127.0.0.1:0");
        var now = DateTimeOffset.UtcNow;
        Claim[] told = seconds is { } ago ? [new("auth_time", now.AddSeconds(ago).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))] : [];

        var validated = await ValidateAsync(
            app, SignInAgain.Challenge("https://id.example|s-1", "/", new RefundSignIn(), now), [new("iss", "https://id.example"), new("sub", "s-1"), new("groups", "g-1"), .. told]);

        Assert.Equal(reason, (validated.Result?.Failure as SignInRefusedException)?.Reason);
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(long.MaxValue)]
    public async Task SignIn_SaidToBeOfTheFuture_CountsAsFarAsAClockMayBeAhead(long ahead)
    {
        await using var app = Build("http://127.0.0.1:0");
        var said = ahead == long.MaxValue ? ahead : DateTimeOffset.UtcNow.ToUnixTimeSeconds() + ahead;

        var validated = await ValidateAsync(
            app, new("iss", "https://id.example"), new("sub", "s-1"), new("groups", "g-1"), new("auth_time", said.ToString(CultureInfo.InvariantCulture)));

        var at = Actors.From(validated.Principal!).AuthenticatedAt;
        Assert.InRange(at!.Value, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(2));
    }

    [Fact]
    public async Task Cookie_OnLoopbackHttp_CanBeSetThere()
    {
        await using var app = Build("http://127.0.0.1:0");

        var cookie = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);

        Assert.Equal("backoffice", cookie.Cookie.Name);
        Assert.Equal(CookieSecurePolicy.SameAsRequest, cookie.Cookie.SecurePolicy);
    }

    /// <summary>Every combination of the conditions: the trial sign-in starts in exactly one of those that do not forbid it.</summary>
    [Fact]
    public void TrialDecision_TruthTable()
    {
        var starts = new List<TrialConditions>();
        foreach (var wanted in new bool?[] { null, true, false })
        {
            for (var bits = 0; bits < 32; bits++)
            {
                var conditions = new TrialConditions(wanted, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
                var decision = TrialDecision.Of(conditions);
                if (decision.Starts)
                    starts.Add(conditions);
                Assert.Equal(decision.ExitCode is null, decision.Starts || (conditions.HasAuthority && wanted is not true));
                Assert.Equal(decision.ExitCode is null, decision.Reasons.Count == 0);
                if (wanted is true && !decision.Starts)
                    Assert.Equal(ExitCodes.UnsafeSignIn, decision.ExitCode);
            }
        }

        Assert.Equal([new(null, true, true, true, false, true), new TrialConditions(true, true, true, true, false, true)], starts);
    }

    [Theory]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://127.9.9.9:1", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://+:5080", false)]
    [InlineData("http://localhost.evil.example:5080", false)]
    [InlineData("http://unix:/tmp/x.sock", false)]
    [InlineData("nonsense", false)]
    public void IsLoopback_Address_AsItReads(string address, bool expected) => Assert.Equal(expected, ServerAddresses.IsLoopback(address));

    [Fact]
    public void Groups_Unknown_GiveNothing()
    {
        var roles = new GroupRoles(Options.Create(new SignInOptions { Groups = new() { ["g-1"] = "SupportLead, Operations", ["g-2"] = "Administrator" } }));

        Assert.Equal([Role.SupportLead, Role.Operations], roles.Of(["g-1", "g-9", "G-2"]).Order());
        Assert.Empty(roles.Of([]));
    }

    [Fact]
    public void Session_PastItsEndOrUnderAnotherMapping_IsNotCurrent()
    {
        var now = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var session = SessionClaims.Create("https://id.example", "sub-1", "Ama Kestrel", [Role.SupportAgent], now, now.AddHours(8), "v1");

        Assert.True(SessionClaims.IsCurrent(session, now.AddHours(8).AddSeconds(-1), "v1"));
        Assert.False(SessionClaims.IsCurrent(session, now.AddHours(8), "v1"));
        Assert.False(SessionClaims.IsCurrent(session, now, "v2"));
        Assert.Equal("https://id.example|sub-1", Actors.From(session).Id);
        Assert.Equal(RolePermissions.Of(Role.SupportAgent), Actors.From(session).Permissions);
    }

    private WebApplication Build(string urls) => ServerHost.Build(new ServerSettings
    {
        Urls = urls,
        Data = _data,
        Environment = "Production",
        Overrides = new Dictionary<string, string?>
        {
            ["SignIn:Authority"] = "https://id.example", ["SignIn:ClientId"] = "console", ["SignIn:Groups:g-1"] = nameof(Role.Operations),
        },
    });

    /// <summary>What the handler does once the provider's token has verified.</summary>
    private static Task<TokenValidatedContext> ValidateAsync(WebApplication app, params Claim[] token) => ValidateAsync(app, new AuthenticationProperties(), token);

    private static async Task<TokenValidatedContext> ValidateAsync(WebApplication app, AuthenticationProperties properties, Claim[] token)
    {
        var options = app.Services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(OpenIdConnectDefaults.AuthenticationScheme);
        var scheme = new AuthenticationScheme(OpenIdConnectDefaults.AuthenticationScheme, null, typeof(OpenIdConnectHandler));
        var context = new TokenValidatedContext(
            new DefaultHttpContext(), scheme, options, new ClaimsPrincipal(new ClaimsIdentity(token, "jwt")), properties);
        await options.Events.TokenValidated(context);
        return context;
    }
}
