using BackOffice.Core.Access;
using BackOffice.Interaction;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting.SignIn;

internal static class SignInSetup
{
    /// <summary>The policy of the HTTP API: a bearer token or the command line's socket, never the browser's cookie.</summary>
    public const string ApiPolicy = "api";

    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SignInOptions>().Bind(configuration.GetSection(SignInOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsValidator>();
        services.TryAddSingleton<GroupRoles>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddOpenIdConnect()
            .AddJwtBearer()
            .AddScheme<AuthenticationSchemeOptions, CommandLineAuthentication>(CommandLineAuthentication.SchemeName, null);
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, OidcSetup>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, ApiTokenSetup>();
        services.AddAuthorization(AddPolicies);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        services.AddScoped<ICurrentActor, CurrentActor>();
        services.AddScoped<ICurrentSession, CurrentSession>();
        return services;
    }

    /// <summary>For the command line's own server: the socket is the only way in, and nobody else can sign in.</summary>
    public static IServiceCollection AddCommandLineSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(CommandLineAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, CommandLineAuthentication>(CommandLineAuthentication.SchemeName, null);
        services.AddAuthorization(options =>
        {
            var socket = new AuthorizationPolicyBuilder(CommandLineAuthentication.SchemeName).RequireAuthenticatedUser().Build();
            options.FallbackPolicy = socket;
            options.AddPolicy(ApiPolicy, socket);
        });
        return services;
    }

    /// <summary>Closed by default: what says nothing about itself needs a person who is signed in and has at least one role.</summary>
    private static void AddPolicies(AuthorizationOptions options)
    {
        var person = new AuthorizationPolicyBuilder(CookieAuthenticationDefaults.AuthenticationScheme)
            .RequireAuthenticatedUser().RequireClaim(SessionClaims.Role).Build();
        options.DefaultPolicy = person;
        options.FallbackPolicy = person;
        foreach (var permission in Enum.GetValues<Permission>())
            options.AddPolicy(RolePermissions.NameOf(permission), policy => policy.Combine(person).AddRequirements(new PermissionRequirement(permission)));
        options.AddPolicy(ApiPolicy, policy => policy
            .AddAuthenticationSchemes(JwtBearerDefaults.AuthenticationScheme, CommandLineAuthentication.SchemeName)
            .RequireAuthenticatedUser());
    }
}
