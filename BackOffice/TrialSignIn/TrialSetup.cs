using BackOffice.Hosting;
using BackOffice.Hosting.SignIn;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace BackOffice.TrialSignIn;

/// <summary>
/// A real OpenID provider in this process, so that a trial goes through the very sign-in that production does: PAR, code and PKCE, signed
/// tokens, client credentials. It is compiled into Debug builds alone, and <see cref="TrialDecision"/> says when it may start.
/// </summary>
internal static class TrialSetup
{
    public const string BasePath = "/trial";

    public static void Add(WebApplicationBuilder builder)
    {
        var secrets = new TrialSecrets();
        builder.Configuration.AddInMemoryCollection(Persona.All
            .Select(persona => KeyValuePair.Create($"SignIn:Groups:{persona.Group}", (string?)persona.Role.ToString()))
            .Append(new($"Vouchers:Merchants:{TrialClients.Api}:0", "*"))
            .Append(new("SignIn:ClientId", TrialClients.Console))
            .Append(new("SignIn:ClientSecret", secrets.ConsoleSecret)));

        var services = builder.Services;
        var database = "trial-" + Guid.NewGuid();
        services.AddSingleton(secrets);
        services.AddHostedService<TrialClients>();
        services.AddSingleton<IStartNotice, TrialNotice>();
        services.AddDbContext<TrialDatabase>(options => options.UseInMemoryDatabase(database).UseOpenIddict());
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<TrialDatabase>())
            .AddServer(AddServer);
        // The address is known only once the server listens; these are read at the first request.
        services.AddOptions<OpenIddictServerOptions>().Configure<ServerAddresses>((options, addresses) => options.Issuer = IssuerOf(addresses));
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, OwnAuthority>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, OwnAuthority>();
    }

    public static void Map(WebApplication app) => TrialPages.Map(app);

    private static void AddServer(OpenIddictServerBuilder server)
    {
        server.SetConfigurationEndpointUris("trial/.well-known/openid-configuration")
            .SetJsonWebKeySetEndpointUris("trial/.well-known/jwks")
            .SetAuthorizationEndpointUris("trial/authorize")
            .SetPushedAuthorizationEndpointUris("trial/par")
            .SetTokenEndpointUris("trial/connect/token")
            .SetEndSessionEndpointUris("trial/end-session")
            .AllowAuthorizationCodeFlow()
            .AllowClientCredentialsFlow()
            .RequireProofKeyForCodeExchange()
            .SetAccessTokenLifetime(TimeSpan.FromHours(1))
            .AddEphemeralEncryptionKey()
            .AddEphemeralSigningKey()
            // Our own JwtBearer handler reads them, as it would read any provider's.
            .DisableAccessTokenEncryption()
            .RegisterScopes([OpenIddict.Abstractions.OpenIddictConstants.Scopes.Profile, .. TrialClients.ApiScopes])
            .RegisterClaims("name", "groups", "auth_time");
        server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .SuppressJsonResponseIndentation()
            .DisableTransportSecurityRequirement();
    }

    private static Uri IssuerOf(ServerAddresses addresses) => new(addresses.Origin, "trial");

    /// <summary>The provider is this very server. Registered after the sign-in's own settings, and read after the start.</summary>
    private sealed class OwnAuthority(ServerAddresses addresses) : IConfigureNamedOptions<OpenIdConnectOptions>, IConfigureNamedOptions<JwtBearerOptions>
    {
        public void Configure(OpenIdConnectOptions options) => Configure(Options.DefaultName, options);

        public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

        public void Configure(string? name, OpenIdConnectOptions options)
        {
            options.Authority = IssuerOf(addresses).ToString();
            options.RequireHttpsMetadata = false;
        }

        public void Configure(string? name, JwtBearerOptions options)
        {
            options.Authority = IssuerOf(addresses).ToString();
            options.RequireHttpsMetadata = false;
        }
    }
}
