using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting.SignIn;

/// <summary>Access tokens of the same provider that people sign in with, for our audience alone.</summary>
internal sealed class ApiTokenSetup(IOptions<SignInOptions> settings) : IConfigureNamedOptions<JwtBearerOptions>
{
    public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        options.Authority = settings.Value.Authority;
        options.Audience = settings.Value.ApiAudience;
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.IncludeErrorDetails = false;
        options.RequireHttpsMetadata = !(Uri.TryCreate(settings.Value.Authority, UriKind.Absolute, out var uri) && uri is { Scheme: "http", IsLoopback: true });
        options.TokenValidationParameters.AuthenticationType = ApiTokens.AuthenticationType;
        options.TokenValidationParameters.NameClaimType = "client_id";
        options.TokenValidationParameters.RequireSignedTokens = true;
        options.TokenValidationParameters.RequireExpirationTime = true;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
    }
}
