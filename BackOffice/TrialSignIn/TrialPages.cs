using System.Security.Claims;
using BackOffice.Core.Access;
using BackOffice.Hosting;
using BackOffice.Hosting.SignIn;
using BackOffice.Interaction;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace BackOffice.TrialSignIn;

/// <summary>The provider's pages: the code, the choice of a persona, the token, the end of the session.</summary>
internal static class TrialPages
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var trial = endpoints.MapGroup(TrialSetup.BasePath).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        trial.MapGet("/authorize", Choose);
        trial.MapPost("/authorize", ChosenAsync);
        trial.MapPost("/unlock", Unlock);
        trial.MapPost("/connect/token", TokenAsync);
        trial.MapMethods("/end-session", ["GET", "POST"], EndSession);
    }

    private static IResult Choose(HttpContext context, TrialSecrets secrets) =>
        secrets.IsUnlocked(context.Request) ? PersonaPage(context) : CodePage(context.Request.QueryString.Value ?? "", wrong: false);

    /// <summary>The answer to the choice. A post from another site comes without the cookie (SameSite), so it finds the choice locked.</summary>
    private static async Task<IResult> ChosenAsync(HttpContext context, TrialSecrets secrets, TimeProvider clock)
    {
        var request = RequestOf(context);
        if (!secrets.IsUnlocked(context.Request))
            return Results.LocalRedirect("/sign-in");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var persona = Persona.All.FirstOrDefault(candidate => candidate.Id == form["persona"]);
        if (persona is null)
            return PersonaPage(context);

        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, persona.Id)
            .SetClaim(Claims.Name, persona.Name)
            .SetClaim(Claims.AuthenticationTime, clock.GetUtcNow().ToUnixTimeSeconds())
            .AddClaim(new Claim("groups", persona.Group));
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(static _ => [Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: Scheme);
    }

    private static IResult Unlock(HttpContext context, TrialSecrets secrets, [FromForm] string? code, [FromForm] string? query)
    {
        query = query is ['?', ..] ? query : "";
        if (!secrets.IsCode(code))
            return CodePage(query, wrong: true);
        secrets.Unlock(context.Response);
        return Results.LocalRedirect(TrialSetup.BasePath + "/authorize" + query);
    }

    private static async Task<IResult> TokenAsync(HttpContext context, IOptions<SignInOptions> options)
    {
        var request = RequestOf(context);
        if (request.IsAuthorizationCodeGrantType())
        {
            var code = await context.AuthenticateAsync(Scheme);
            return code.Principal is { } principal ? Results.SignIn(principal, authenticationScheme: Scheme) : Results.Forbid(authenticationSchemes: [Scheme]);
        }

        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, request.ClientId);
        identity.SetScopes(request.GetScopes());
        identity.SetResources(options.Value.ApiAudience);
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: Scheme);
    }

    /// <summary>The provider keeps no session of its own, so there is nothing to confirm.</summary>
    private static IResult EndSession() => Results.SignOut(authenticationSchemes: [Scheme]);

    private static OpenIddictRequest RequestOf(HttpContext context) =>
        context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The trial provider did not read the request.");

    private static IResult CodePage(string query, bool wrong) => PlainPage.Create("Trial sign-in",
        $"""
        <p>BackOffice printed a sign-in code in the terminal when it started. It shows that this is your machine.</p>
        {(wrong ? "<p class=\"error\" role=\"alert\" id=\"wrong\">That is not the code of this start. Each start prints a new one.</p>" : "")}
        <form method="post" action="{TrialSetup.BasePath}/unlock">
        <input type="hidden" name="query" value="{PlainPage.Encode(query)}">
        <label for="code">Sign-in code</label>
        <input type="text" id="code" name="code" class="code" autocomplete="off" autocapitalize="none" spellcheck="false" required autofocus{(wrong ? " aria-invalid=\"true\" aria-describedby=\"wrong\"" : "")}>
        <button class="button">Unlock</button>
        </form>
        """, wrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, Language.English);

    private static IResult PersonaPage(HttpContext context)
    {
        var request = RequestOf(context);
        var hidden = string.Concat(new[] { (Parameters.ClientId, request.ClientId), (Parameters.RequestUri, request.RequestUri) }
            .Where(pair => pair.Item2 is not null)
            .Select(pair => $"<input type=\"hidden\" name=\"{pair.Item1}\" value=\"{PlainPage.Encode(pair.Item2 ?? "")}\">"));
        var items = string.Concat(Persona.All.Select(persona =>
            $"""
            <li><button name="persona" value="{persona.Id}"><strong>{PlainPage.Encode(persona.Name)}</strong>
            <span class="role">{PlainPage.Encode(RolePermissions.DisplayName(persona.Role))}</span><span>{PlainPage.Encode(persona.Work)}</span></button></li>
            """));
        return PlainPage.Create("Who do you want to be?",
            $"""
            <p>This is the trial sign-in of this machine. The people are invented; what they may do is real.</p>
            <form method="post" action="{TrialSetup.BasePath}/authorize">{hidden}<ul class="personas">{items}</ul></form>
            """, language: Language.English);
    }
}
