using BackOffice.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace BackOffice.Hosting.SignIn;

internal static class SignInPages
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapMethods("/sign-out", ["GET", "POST"], SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet("/signed-out", SignedOut).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet("/sign-in-failed", Failed).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet("/forbidden", Forbidden).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, IOptionsMonitor<OpenIdConnectOptions> oidc, ILogger<OidcSetup> log, string? returnUrl = null)
    {
        var target = LocalPath.Of(returnUrl) ?? "/";
        if (context.User.Identity?.IsAuthenticated == true)
            return Results.LocalRedirect(target);
        if (await ProviderAsync(oidc, log, context.RequestAborted) is null)
            return ProviderIsAway();
        try
        {
            await context.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme, new AuthenticationProperties { RedirectUri = target });
            return Results.Empty;
        }
        catch (Exception exception) when (exception is OpenIdConnectProtocolException or HttpRequestException)
        {
            // The pushed authorisation request goes from server to server, so its refusal ends here and not in the browser.
            Log.ProviderUnreachable(log, exception.GetType().Name);
            return ProviderIsAway();
        }
    }

    private static IResult ProviderIsAway() => PlainPage.Create("The identity provider does not answer as it should",
        "<p>Nobody can sign in until it does. People who are signed in already can go on working.</p>"
        + "<p><a class=\"button\" href=\"/sign-in\">Try again</a></p>", StatusCodes.Status503ServiceUnavailable);

    /// <summary>Ends our session in any case, and the provider's where it offers that.</summary>
    private static async Task<IResult> SignOutAsync(HttpContext context, IOptionsMonitor<OpenIdConnectOptions> oidc, ILogger<OidcSetup> log)
    {
        if (!SameOrigin.IsOwnPage(context.Request))
        {
            return PlainPage.Create("Sign out?", "<p>Another site sent you here, so we ask.</p>"
                + "<form method=\"post\" action=\"/sign-out\"><button class=\"button\">Sign out</button></form><p><a href=\"/\">Back to the start</a></p>");
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var provider = context.User.Identity?.IsAuthenticated == true ? await ProviderAsync(oidc, log, context.RequestAborted) : null;
        return string.IsNullOrEmpty(provider?.EndSessionEndpoint)
            ? Results.LocalRedirect("/signed-out")
            : Results.SignOut(new AuthenticationProperties { RedirectUri = "/signed-out" }, [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    private static IResult SignedOut() =>
        PlainPage.Create("You are signed out", "<p>Your session here has ended.</p><p><a class=\"button\" href=\"/sign-in\">Sign in</a></p>");

    private static IResult Failed(string? reason = null) => PlainPage.Create("You could not be signed in", reason switch
    {
        "groups-left-out" =>
            "<p>You are in so many groups that the identity provider left them out. An administrator has to limit which groups it sends.</p>",
        "identity" => "<p>The identity provider did not say who you are: issuer or subject is missing.</p>",
        _ => "<p>The sign-in was cancelled, took too long, or its answer did not verify.</p>",
    } + "<p><a class=\"button\" href=\"/sign-in\">Try again</a></p>", StatusCodes.Status401Unauthorized);

    private static IResult Forbidden(HttpContext context)
    {
        var signOut = "<form method=\"post\" action=\"/sign-out\"><button class=\"button\">Sign out</button></form>";
        if (context.User.Identity?.IsAuthenticated != true)
            return PlainPage.Create("You may not see this", "<p>Sign in first.</p><p><a class=\"button\" href=\"/sign-in\">Sign in</a></p>", StatusCodes.Status403Forbidden);
        var name = PlainPage.Encode(context.User.Identity.Name ?? "");
        var roles = context.User.FindAll(SessionClaims.Role).Select(claim => Enum.TryParse<Role>(claim.Value, out var role) ? RolePermissions.DisplayName(role) : "").ToList();
        var why = roles.Count == 0
            ? $"<p>You are signed in as {name}, but none of your groups has a role here. An administrator maps groups to roles.</p>"
            : $"<p>You are signed in as {name} ({PlainPage.Encode(string.Join(", ", roles))}). This needs a permission that your role does not have.</p><p><a href=\"/\">Back to the start</a></p>";
        return PlainPage.Create("You may not see this", why + signOut, StatusCodes.Status403Forbidden);
    }

    private static async Task<OpenIdConnectConfiguration?> ProviderAsync(
        IOptionsMonitor<OpenIdConnectOptions> oidc, ILogger log, CancellationToken cancellationToken)
    {
        var manager = oidc.Get(OpenIdConnectDefaults.AuthenticationScheme).ConfigurationManager;
        try
        {
            return manager is null ? null : await manager.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            Log.ProviderUnreachable(log, exception.GetType().Name);
            return null;
        }
    }
}
