using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using BackOffice.Hosting;
using BackOffice.Hosting.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace BackOffice.Cli.Bench;

/// <summary>
/// The real server on a loopback port and a folder of its own, and a client with a token. The token is checked as in production; only the
/// provider's key is one that this process made and that dies with it.
/// </summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const string Issuer = "https://bench.invalid";
    private const string Audience = "backoffice-api";

    private readonly WebApplication _app;
    private readonly RSA _key;

    private BenchServer(WebApplication app, RSA key, string folder, HttpClient client) => (_app, _key, Folder, Client) = (app, key, folder, client);

    public string Folder { get; }

    public HttpClient Client { get; }

    public IStore Store => _app.Services.GetRequiredService<IStore>();

    /// <summary>A port of Core, as the endpoints of this very server get it.</summary>
    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public IOrderCommands Commands => _app.Services.GetRequiredService<IOrderCommands>();

    /// <summary>Operations, as whom the bench's own commands are given.</summary>
    public Actor Actor { get; } = new("client:bench", "bench", ActorKind.Client, RolePermissions.Of(Role.Operations));

    public OrderFeed Feed => _app.Services.GetRequiredService<OrderFeed>();

    public TimeProvider Clock => _app.Services.GetRequiredService<TimeProvider>();

    public static async Task<BenchServer> StartAsync(string folder, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? overrides = null)
    {
        var key = RSA.Create(2048);
        var settings = new ServerSettings
        {
            Urls = "http://127.0.0.1:0",
            Data = folder,
            Environment = "Production",
            Overrides = new Dictionary<string, string?>(overrides ?? new Dictionary<string, string?>())
            {
                ["SignIn:Authority"] = Issuer,
                ["SignIn:ClientId"] = "bench",
                ["SignIn:ApiAudience"] = Audience,
                ["SignIn:Groups:bench"] = nameof(Role.Operations),
            },
        };
        var app = ServerHost.Build(settings, builder =>
        {
            builder.Logging.AddFilter(level => level >= LogLevel.Warning);
            builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
                options.Configuration = new OpenIdConnectConfiguration { Issuer = Issuer, SigningKeys = { new RsaSecurityKey(key) } });
        });
        await app.StartAsync(cancellationToken);
        var client = new HttpClient { BaseAddress = app.Services.GetRequiredService<ServerAddresses>().Origin };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(key));
        return new BenchServer(app, key, folder, client);
    }

    /// <summary>
    /// A session of somebody in operations, as <c>name=value</c> of a cookie. This process owns the data folder and so the keys that sessions are sealed with;
    /// whoever has neither cannot make one.
    /// </summary>
    public string SessionOf(string subject)
    {
        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var cookie = _app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme);
        var (now, ends) = (Clock.GetUtcNow(), Clock.GetUtcNow().AddHours(8));
        var person = SessionClaims.Create(Issuer, subject, subject, [Role.Operations], now, ends, _app.Services.GetRequiredService<GroupRoles>().Version);
        return cookie.Cookie.Name + "=" + cookie.TicketDataFormat.Protect(new AuthenticationTicket(person, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = ends }, scheme));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string TokenOf(RSA key) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        Subject = new ClaimsIdentity(
        [
            new Claim("client_id", "bench"),
            new Claim("scope", string.Join(' ', new[] { Permission.OrdersWrite, Permission.OrdersRead, Permission.RolloutRead, Permission.RolloutSet, Permission.SystemRead }
                .Select(RolePermissions.NameOf))),
        ]),
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(key), SecurityAlgorithms.RsaSha256),
    });
}
