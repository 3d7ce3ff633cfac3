using System.Globalization;
using BackOffice.Interaction;
using Microsoft.AspNetCore.Localization;

namespace BackOffice.Hosting.Languages;

/// <summary>
/// The language of pages: what the person chose (a cookie), else what their browser asks for, else English. Only the UI culture follows it; the API, the
/// exports and everything that is stored stay English and invariant.
/// </summary>
internal static class LanguageSetup
{
    /// <summary>Holds the tag of a language, <c>pt-BR</c>.</summary>
    public const string Cookie = "backoffice-language";

    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(400);

    public static void UseLanguages(this WebApplication app) =>
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"), pages => pages.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, Language.All[0].UiCulture),
            SupportedCultures = [CultureInfo.InvariantCulture],
            SupportedUICultures = [.. Language.All.Select(language => language.UiCulture)],
            RequestCultureProviders = [new CustomRequestCultureProvider(context => Task.FromResult(Asked(context.Request)))],
        }));

    /// <summary>GET /language/{tag}: remembers the choice and goes back to the page it was made on.</summary>
    public static void MapLanguages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/language/{tag}", Choose).AllowAnonymous().ExcludeFromDescription();

    private static IResult Choose(string tag, HttpContext context, string? back = null)
    {
        if (Language.Find(tag) is not { } language)
            return Results.NotFound();
        if (SameOrigin.IsOwnPage(context.Request))
        {
            context.Response.Cookies.Append(Cookie, language.Tag, new CookieOptions
            {
                MaxAge = s_remembered, HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps,
            });
        }

        return Results.LocalRedirect(LocalPath.Of(back) ?? "/");
    }

    private static ProviderCultureResult? Asked(HttpRequest request)
    {
        var language = Language.Find(request.Cookies[Cookie])
            ?? (request.GetTypedHeaders().AcceptLanguage ?? []).Where(asked => asked.Quality is not 0.0).OrderByDescending(asked => asked.Quality ?? 1)
                .Select(asked => Language.Near(asked.Value.ToString())).FirstOrDefault(near => near is not null);
        return language is null ? null : new ProviderCultureResult("", language.Tag);
    }
}
