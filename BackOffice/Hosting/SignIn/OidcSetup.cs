using System.Globalization;
using System.Security.Claims;
using BackOffice.Core.Access;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace BackOffice.Hosting.SignIn;

/// <summary>The OpenID Connect handler with every default that is wrong for us set explicitly; a test pins the values.</summary>
internal sealed class OidcSetup(IOptions<SignInOptions> settings, GroupRoles groups, TimeProvider clock, ILogger<OidcSetup> log)
    : IConfigureNamedOptions<OpenIdConnectOptions>
{
    private static readonly long s_lastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private readonly SignInOptions _settings = settings.Value;

    public void Configure(OpenIdConnectOptions options) => Configure(OpenIdConnectDefaults.AuthenticationScheme, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        options.Authority = _settings.Authority;
        options.ClientId = _settings.ClientId;
        options.ClientSecret = _settings.ClientSecret.Length == 0 ? null : _settings.ClientSecret;
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.PushedAuthorizationBehavior = _settings.RequirePushedAuthorization ? PushedAuthorizationBehavior.Require : PushedAuthorizationBehavior.UseIfAvailable;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.UseTokenLifetime = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.DisableTelemetry = true;
        // With it the provider has to say when it saw the person, and asks one anew whom it saw before a session's length.
        options.MaxAge = _settings.AbsoluteTimeout;
        options.RequireHttpsMetadata = !IsLoopbackHttp(_settings.Authority);
        options.CallbackPath = "/signin-oidc";
        options.SignedOutCallbackPath = "/signout-callback-oidc";
        options.SignedOutRedirectUri = "/signed-out";
        options.RemoteSignOutPath = PathString.Empty;
        options.AccessDeniedPath = "/forbidden";
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
        // They would strike the issuer from the identity that we make ourselves.
        options.ClaimActions.Clear();
        options.Scope.Clear();
        options.Scope.Add("openid");
        foreach (var scope in _settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            options.Scope.Add(scope);
        options.TokenValidationParameters.NameClaimType = _settings.NameClaim;
        options.TokenValidationParameters.RoleClaimType = SessionClaims.Role;
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.HttpOnly = true;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        options.Events.OnTokenValidated = Accept;
        options.Events.OnRemoteFailure = Explain;
        options.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            context.ProtocolMessage.ClientId = context.Options.ClientId;
            return Task.CompletedTask;
        };
    }

    /// <summary>Replaces the provider's claims with our few. Groups that the provider left out are a refusal, not an empty list.</summary>
    private Task Accept(TokenValidatedContext context)
    {
        var token = context.Principal;
        var issuer = token?.FindFirstValue("iss");
        var subject = token?.FindFirstValue("sub");
        if (token is null || string.IsNullOrEmpty(issuer) || string.IsNullOrEmpty(subject))
        {
            context.Fail(new SignInRefusedException("identity"));
            return Task.CompletedTask;
        }

        if (IsOverage(token))
        {
            Log.GroupsLeftOut(log, _settings.GroupsClaim);
            context.Fail(new SignInRefusedException("groups-left-out"));
            return Task.CompletedTask;
        }

        var now = clock.GetUtcNow();
        var roles = groups.Of(token.FindAll(_settings.GroupsClaim).Select(claim => claim.Value));
        DateTimeOffset? told = long.TryParse(token.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? SignInAgain.Capped(seconds > s_lastSecond ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds(seconds), now)
            : null;
        if (SignInAgain.WhyNot(context.Properties, $"{issuer}|{subject}", told) is { } again)
        {
            context.Fail(new SignInRefusedException(again));
            return Task.CompletedTask;
        }

        context.Principal = SessionClaims.Create(
            issuer, subject, token.FindFirstValue(_settings.NameClaim) ?? subject, roles, told ?? now, now + _settings.AbsoluteTimeout, groups.Version,
            isTold: told is not null);
        Log.SignedIn(log, roles.Count == 0 ? "no role" : string.Join(", ", roles.Order().Select(RolePermissions.DisplayName)));
        return Task.CompletedTask;
    }

    /// <summary>Azure's two ways to say that the groups did not fit into the token.</summary>
    private bool IsOverage(ClaimsPrincipal token) =>
        token.HasClaim(claim => claim.Type == "hasgroups" && claim.Value == "true")
        || token.FindAll("_claim_names").Any(claim => claim.Value.Contains($"\"{_settings.GroupsClaim}\"", StringComparison.Ordinal));

    private Task Explain(Microsoft.AspNetCore.Authentication.RemoteFailureContext context)
    {
        var reason = context.Failure is SignInRefusedException refused ? refused.Reason : "provider";
        Log.SignInFailed(log, reason, context.Failure?.GetType().Name ?? "none");
        context.Response.Redirect("/sign-in-failed?reason=" + reason);
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static bool IsLoopbackHttp(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri) && uri.Scheme == "http" && uri.IsLoopback;
}

/// <summary>The provider's answer was genuine, and we do not take it.</summary>
internal sealed class SignInRefusedException(string reason) : Exception(reason)
{
    public string Reason { get; } = reason;
}
