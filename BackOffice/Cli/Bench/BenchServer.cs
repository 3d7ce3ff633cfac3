using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
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

    public TimeProvider Clock => _app.Services.GetRequiredService<TimeProvider>();

    public static async Task<BenchServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var key = RSA.Create(2048);
        var settings = new ServerSettings
        {
            Urls = "http://127.0.0.1:0",
            Data = folder,
            Environment = "Production",
            Overrides = new Dictionary<string, string?>
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
