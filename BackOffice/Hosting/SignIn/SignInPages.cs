using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using static BackOffice.Interaction.Texts;

namespace BackOffice.Hosting.SignIn;

internal static class SignInPages
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet("/sign-in/again", AgainAsync).AllowAnonymous().ExcludeFromDescription();
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
        return await ChallengeAsync(context, oidc, log, new AuthenticationProperties { RedirectUri = target });
    }

    /// <summary>Has somebody who is signed in prove it once more, and brings them back to where they were.</summary>
    private static async Task<IResult> AgainAsync(
        HttpContext context, IOptionsMonitor<OpenIdConnectOptions> oidc, RefundPolicy refunds, TimeProvider clock, ILogger<OidcSetup> log, string? returnUrl = null)
    {
        var target = LocalPath.Of(returnUrl) ?? "/";
        return Actors.From(context.User) is { Kind: ActorKind.Person } person && person != Actors.Nobody
            ? await ChallengeAsync(context, oidc, log, SignInAgain.Challenge(person.Id, target, refunds.SignIn, clock.GetUtcNow()))
            : Results.LocalRedirect("/sign-in?returnUrl=" + Uri.EscapeDataString(target));
    }

    private static async Task<IResult> ChallengeAsync(HttpContext context, IOptionsMonitor<OpenIdConnectOptions> oidc, ILogger<OidcSetup> log, AuthenticationProperties properties)
    {
        if (await ProviderAsync(oidc, log, context.RequestAborted) is null)
            return ProviderIsAway();
        try
        {
            await context.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme, properties);
            return Results.Empty;
        }
        catch (Exception exception) when (exception is OpenIdConnectProtocolException or HttpRequestException)
        {
            // The pushed authorisation request goes from server to server, so its refusal ends here and not in the browser.
            Log.ProviderUnreachable(log, exception.GetType().Name);
            return ProviderIsAway();
        }
    }

    private static IResult ProviderIsAway() => PlainPage.Create(T("The identity provider does not answer as it should"),
        PlainPage.Text(T("Nobody can sign in until it does. People who are signed in already can go on working.")) + PlainPage.Button("/sign-in", T("Try again")),
        StatusCodes.Status503ServiceUnavailable);

    /// <summary>Ends our session in any case, and the provider's where it offers that.</summary>
    private static async Task<IResult> SignOutAsync(HttpContext context, IOptionsMonitor<OpenIdConnectOptions> oidc, ILogger<OidcSetup> log)
    {
        if (!SameOrigin.IsOwnPage(context.Request))
        {
            return PlainPage.Create(T("Sign out?"), PlainPage.Text(T("Another site sent you here, so we ask.")) + SignOutButton() + BackToTheStart());
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var provider = context.User.Identity?.IsAuthenticated == true ? await ProviderAsync(oidc, log, context.RequestAborted) : null;
        return string.IsNullOrEmpty(provider?.EndSessionEndpoint)
            ? Results.LocalRedirect("/signed-out")
            : Results.SignOut(new AuthenticationProperties { RedirectUri = "/signed-out" }, [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    private static IResult SignedOut() =>
        PlainPage.Create(T("You are signed out"), PlainPage.Text(T("Your session here has ended.")) + PlainPage.Button("/sign-in", T("Sign in")));

    private static IResult Failed(string? reason = null) => PlainPage.Create(T("You could not be signed in"), PlainPage.Text(reason switch
    {
        "groups-left-out" => T("You are in so many groups that the identity provider left them out. An administrator has to limit which groups it sends."),
        "identity" => T("The identity provider did not say who you are: issuer or subject is missing."),
        SignInAgain.OtherPerson => T("Somebody else signed in than the person whose session this is. The session is as it was: go back, and sign in as yourself."),
        SignInAgain.NotAsked => T("The identity provider did not ask you again, so it cannot say that it is still you. Your session is as it was. An administrator of the provider can have it honour prompt and max_age."),
        SignInAgain.NotTold => T("The identity provider did not say when it saw you (auth_time), so this does not count as signing in again. Your session is as it was. An administrator of the provider can have it send auth_time."),
        _ => T("The sign-in was cancelled, took too long, or its answer did not verify."),
    }) + PlainPage.Button("/sign-in", T("Try again")), StatusCodes.Status401Unauthorized);

    private static IResult Forbidden(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true } person)
            return PlainPage.Create(T("You may not see this"), PlainPage.Text(T("Sign in first.")) + PlainPage.Button("/sign-in", T("Sign in")), StatusCodes.Status403Forbidden);
        var roles = string.Join(", ", context.User.FindAll(SessionClaims.Role).Select(claim => Enum.TryParse<Role>(claim.Value, out var role) ? T(RolePermissions.DisplayName(role)) : ""));
        var why = roles.Length == 0
            ? PlainPage.Text(T($"You are signed in as {person.Name}, but none of your groups has a role here. An administrator maps groups to roles."))
            : PlainPage.Text(T($"You are signed in as {person.Name} ({roles}). This needs a permission that your role does not have.")) + BackToTheStart();
        return PlainPage.Create(T("You may not see this"), why + SignOutButton(), StatusCodes.Status403Forbidden);
    }

    private static string SignOutButton() => $"<form method=\"post\" action=\"/sign-out\"><button class=\"button\">{PlainPage.Encode(T("Sign out"))}</button></form>";

    private static string BackToTheStart() => $"<p><a href=\"/\">{PlainPage.Encode(T("Back to the start"))}</a></p>";

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
